import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Request } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** A registration with its conference, for who may open it. @throws Refusal `not-found` */
export async function loadOpened(
  table: Table,
  { params, caller, access }: Pick<Request<"readHistory">, "params" | "caller" | "access">,
): Promise<{ registration: Registration; conference: Conference }> {
  const registration = await loadRegistration(table, params.registrationId);
  const conference = await loadConference(table, registration.conferenceId);
  mustMayOpen(conference, registration, { caller, access });
  return { registration, conference };
}
