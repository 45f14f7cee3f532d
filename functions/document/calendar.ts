import { loadBrandedConference } from "#shared/branding/branding.repository.ts";
import { createCalendar } from "#shared/calendar/calendar.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadRegistrationToActOn } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadOwnPanels } from "#shared/programme/programme.repository.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";

/**
 * Returns the calendar of a confirmed person.
 * @throws DomainError as `loadRegistrationToActOn`; `not-confirmed`
 */
export const getCalendar =
  (table: Table, siteUrl: string): ApiHandler<"getCalendar"> =>
  async (request) => {
    const { registration } = await loadRegistrationToActOn(table, request);
    if (!isConfirmed(registration)) throw new DomainError("not-confirmed");
    const conference = await loadBrandedConference(table, registration.conferenceId);
    return createCalendar({
      conference,
      registration,
      language: request.query.language ?? registration.language,
      siteUrl,
      now: request.now,
      ...(await loadOwnPanels(table, conference, registration)),
    });
  };
