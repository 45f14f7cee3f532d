import { chapterView } from "#shared/http/chapter-view.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { readHistory as read } from "#shared/store/history.ts";
import type { Table } from "#shared/store/table.ts";
import { loadOpened } from "./load-opened.ts";

/** What happened to a registration, the latest first. */
export const readHistory =
  (table: Table): Handler<"readHistory"> =>
  async ({ params, caller, access, query }) => {
    const { registration } = await loadOpened(table, { params, caller, access });
    const limit = Number(query.limit ?? 50);
    const { chapters, next } = await read(table, registration, readCursor(query.cursor), limit);
    return { items: chapters.map((chapter) => chapterView(chapter, caller)), next: writeCursor(next) };
  };
