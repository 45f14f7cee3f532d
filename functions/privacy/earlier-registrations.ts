import type { Caller } from "#shared/auth/caller.ts";
import {
  findConference,
  listConferenceIds,
  loadConference,
  loadConferences,
} from "#shared/conferences/conferences.repository.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Table } from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toFormPrefill } from "./earlier-registration.rules.ts";

/**
 * Whether a form may be filled in from the registration. It must have the address that the session has verified. Any
 * visitor can register an address, so the link of this session must also have opened the registration, or its address
 * must be confirmed: by an earlier link, or because staff or a focal point made it.
 */
function isOfCaller(registration: Registration, caller: Caller): boolean {
  const { registrationId, person, erasure, clash, addressConfirmed } = registration;
  if (caller.kind !== "delegate" || person.email === undefined || erasure || clash) return false;
  const isConfirmed = addressConfirmed === true || caller.registrationIds.includes(registrationId);
  return isConfirmed && computeAddressDigest(person.email) === caller.addressDigest;
}

/** Lists the registrations at other conferences from which the form may be filled in, the latest conference first. */
export const listEarlierRegistrations =
  (table: Table): ApiHandler<"listEarlierRegistrations"> =>
  async ({ query, caller }) => {
    if (caller.kind !== "delegate") throw new DomainError("not-allowed");
    const others = (await listConferenceIds(table, "")).filter((id) => id !== query.conferenceId);
    const rows = await batchGetItems(
      table,
      others.map((id) => keys.person(id, caller.addressDigest)),
    );
    const registrations = await loadRegistrations(
      table,
      rows.map((row) => getString(row, "registrationId")),
    );
    const own = [...registrations.values()].filter((each) => isOfCaller(each, caller));
    const conferences = new Map(
      (await loadConferences(table, [...new Set(own.map(({ conferenceId }) => conferenceId))])).map((each) => [
        each.conferenceId,
        each,
      ]),
    );
    const items = own.flatMap(({ registrationId, conferenceId }) => {
      const conference = conferences.get(conferenceId);
      return conference ? [{ registrationId, title: conference.title, startsOn: conference.startsOn }] : [];
    });
    return { items: items.toSorted((a, b) => (a.startsOn < b.startsOn ? 1 : -1)), next: null };
  };

/**
 * What one of the caller's registrations at another conference fills in the form of this one.
 * @throws DomainError `not-found`, also for the registration of another person, and for a conference that does not
 *   exist
 */
export const getFormPrefill =
  (table: Table): ApiHandler<"getFormPrefill"> =>
  async ({ params: { registrationId }, query: { conferenceId }, caller }) => {
    const registration = (await loadRegistrations(table, [registrationId])).get(registrationId);
    const conference = await findConference(table, conferenceId);
    const isOwn = registration && isOfCaller(registration, caller) && registration.conferenceId !== conferenceId;
    if (!conference || !isOwn) throw new DomainError("not-found");
    const former = await loadConference(table, registration.conferenceId);
    const [asked, earlier] = [await loadQuestions(table, conference), await loadQuestions(table, former)];
    return toFormPrefill(registration, earlier.items, conference, asked.items);
  };
