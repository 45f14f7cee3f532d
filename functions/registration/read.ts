import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { registrationView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** One registration, for its owner and for the staff of its conference. */
export const readRegistration =
  (table: Table): Handler<"readRegistration"> =>
  async ({ params, caller }) => {
    const registration = await loadRegistration(table, params.registrationId);
    const conference = await loadConference(table, registration.conferenceId);
    mustMayOpen(conference, registration, caller, ["secretariat", "reviewer"]);
    return registrationView(registration);
  };
