import { troublesOf } from "#shared/domain/mail-state.ts";
import { chapterView } from "#shared/http/chapter-view.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { reasonViews } from "#shared/i18n/target-reason.ts";
import { type Chapter, readHistory as read } from "#shared/store/history.ts";
import type { Table } from "#shared/store/table.ts";
import { loadOpened } from "./load-opened.ts";

/** What happened to a registration, the latest first; for staff with what was mailed of it. */
export const readHistory =
  (table: Table): Handler<"readHistory"> =>
  async ({ params, caller, access, query, language }) => {
    const { registration, conference } = await loadOpened(table, { params, caller, access });
    const limit = Number(query.limit ?? 50);
    const { chapters, next } = await read(table, registration, readCursor(query.cursor), limit);
    const towards = ({ entry }: Chapter) =>
      entry.towards && { towards: reasonViews(conference, language, entry.towards) };
    const items = chapters.map((chapter) => ({
      ...chapterView(chapter, caller),
      ...(caller.kind === "staff" && { mails: mailedOf(chapter), ...towards(chapter) }),
    }));
    return { items, next: writeCursor(next) };
  };

/** The mails of a change that are about this registration; one that is being sent is promised still. */
function mailedOf({ entry: { at, mails }, step: { registrationId } }: Chapter) {
  return mails
    .filter(({ intent }) => "registrationId" in intent && intent.registrationId === registrationId)
    .map(({ intent: { kind }, standing }) => ({
      kind,
      state: standing.state === "claimed" ? ("promised" as const) : standing.state,
      at: "at" in standing ? standing.at : at,
      troubles: troublesOf(standing),
    }));
}
