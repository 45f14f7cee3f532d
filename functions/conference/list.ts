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
    const items = page.conferences.flatMap((conference) => {
      const groups = groupsAt(conference, caller);
      if (groups.length === 0) return [];
      // Who else works there is the secretariat's to know.
      const { staff, ...settings } = settingsView(conference);
      return [{ ...settings, ...(staff && groups.includes("secretariat") && { staff }) }];
    });
    return { items, next: writeCursor(page.next) };
  };
