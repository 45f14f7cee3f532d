import { groupsAt } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { settingsView } from "#shared/http/views.ts";
import { listConferences as list } from "#shared/store/conferences.ts";
import type { Table } from "#shared/store/table.ts";

/** The conferences at which the caller has a part. */
export const listConferences =
  (table: Table): Handler<"listConferences"> =>
  async ({ caller, query }) => {
    const page = await list(table, readCursor(query.cursor), Number(query.limit ?? 50));
    const theirs = page.conferences.filter((conference) => groupsAt(conference, caller).length > 0);
    return { items: theirs.map(settingsView), next: writeCursor(page.next) };
  };
