import type { Registration } from "#shared/domain/registration.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { registrationView } from "#shared/http/views.ts";
import { loadBeside } from "#shared/store/beside.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { listRegistrations as list } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** The queue: registrations by accreditation, then by time of submission. */
export const listRegistrations =
  (table: Table): Handler<"listRegistrations"> =>
  async ({ params, caller, access, query }) => {
    const conference = await loadConference(table, params.conferenceId);
    mustBeStaff(conference, { caller, access });
    const page = await list(table, params.conferenceId, query, readCursor(query.cursor), Number(query.limit ?? 50));
    const beside = await loadBeside(table, page.registrations);
    const viewOf = (each: Registration) =>
      registrationView(each, { conference, caller }, beside.get(each.registrationId));
    return { items: page.registrations.map(viewOf), next: writeCursor(page.next) };
  };
