import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { groupsAt, mustBeStaff } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { deskView, registrationView } from "#shared/http/views.ts";
import { loadBeside } from "#shared/store/beside.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { findPeople, questionOf } from "#shared/store/find-people.ts";
import type { Table } from "#shared/store/table.ts";

/** Who is found by the words of their name, organization or address; the entry desk sees no more than it needs. */
export const searchRegistrations =
  (table: Table): Handler<"searchRegistrations"> =>
  async ({ params: { conferenceId }, body, query, caller, access }) => {
    const conference = await loadConference(table, conferenceId);
    mustBeStaff(conference, { caller, access });
    const question = questionOf(body.text);
    if (!question) {
      throw new Refusal("invalid-request", [{ path: "text", rule: "tooShort", values: { minimum: 2 } }]);
    }
    const limit = Number(query.limit ?? 50);
    const page = await findPeople(table, conferenceId, question, readCursor(query.cursor), limit);
    const next = writeCursor(page.next);
    const reviews = groupsAt(conference, caller).some((group) => group !== "entry-desk");
    if (!reviews) return { items: page.registrations.map(deskView), next };
    const beside = await loadBeside(table, page.registrations);
    const viewOf = (each: Registration) =>
      registrationView(each, { conference, caller }, beside.get(each.registrationId));
    return { items: page.registrations.map(viewOf), next };
  };
