import { Refusal } from "#shared/domain/refusal.ts";
import { isConfirmed } from "#shared/domain/registration.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { calendarOf } from "#shared/mail/calendar/calendar.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** What a confirmed person puts into their calendar. */
export const readCalendar =
  (table: Table, siteUrl: string): Handler<"readCalendar"> =>
  async ({ params, query, caller, access, now }) => {
    const registration = await loadRegistration(table, params.registrationId);
    const conference = await loadConference(table, registration.conferenceId);
    mustMayOpen(conference, registration, { caller, access });
    if (!isConfirmed(registration)) throw new Refusal("not-confirmed");
    const language = query.language ?? registration.language;
    return calendarOf({ conference, registration, language, siteUrl, now });
  };
