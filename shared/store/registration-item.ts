import type { Conference } from "#shared/domain/conference.ts";
import { lapsesAt } from "#shared/domain/lapse.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { inLineSince, lineOrder } from "#shared/domain/waiting-list.ts";
import { bucketOf, keys, lists } from "./keys.ts";
import { type Item, keyOf, N, number, S, text } from "./table.ts";

/** The form in which items are stored; raised when it changes, so that old items stay readable. */
const form = 1;

/**
 * A registration as it is stored: what is looked up, listed or compared stands in attributes of its own, the rest
 * as one JSON text, which is smaller than a map and as easily read in the console.
 */
export function registrationItem(conference: Conference, registration: Registration): Item {
  const { version, ...data } = registration;
  return {
    ...keyOf(keys.registration(registration.registrationId)),
    entity: S("registration"),
    form: N(form),
    version: N(version),
    data: S(JSON.stringify(data)),
    registrationId: S(registration.registrationId),
    ...listed(registration),
    ...inLine(conference, registration),
    ...expiring(conference, registration),
    ...(registration.seat.state === "offered" && { seatUntil: S(registration.seat.until) }),
  };
}

/** @throws Error for an item that isn't a registration */
export function registrationOf(item: Item): Registration {
  return { ...(JSON.parse(text(item, "data")) as Omit<Registration, "version">), version: number(item, "version") };
}

/** Its place in the conference's list, by accreditation and time of submission. */
function listed(registration: Registration): Item {
  const { registrationId, conferenceId, accreditation, seat, category, delegationId, submittedAt } = registration;
  const bucket = bucketOf(registrationId);
  return {
    conferenceKey: S(lists.registrations(conferenceId, bucket)),
    conferenceSort: S(`${accreditation.state}#${submittedAt}#${registrationId}`),
    accreditationState: S(accreditation.state),
    seatState: S(seat.state),
    category: S(category),
    ...(delegationId !== undefined && { delegationId: S(delegationId) }),
  };
}

/** Its place in the waiting line, while it waits for the seat or for a session. */
function inLine(conference: Conference, registration: Registration): Item {
  if (inLineSince(registration) === undefined) return {};
  const bucket = bucketOf(registration.registrationId);
  return {
    dueKey: S(lists.line(registration.conferenceId, bucket)),
    dueSort: S(lineOrder(conference, registration)),
    waitingFor: { L: registration.waitingFor.map(S) },
  };
}

/** Its place in the list of seats that lapse, while something may take its seat away. */
function expiring(conference: Conference, registration: Registration): Item {
  if (registration.erasure) return erasing(registration);
  const at = lapsesAt(conference, registration);
  if (at === undefined) return {};
  const { conferenceId, registrationId } = registration;
  return {
    expiringKey: S(lists.expiring(conferenceId, bucketOf(registrationId))),
    expiringSort: S(`${at}#${registrationId}`),
  };
}

/** Its place in the list of those whose traces are still to be looked for. */
function erasing({ registrationId, erasure }: Registration): Item {
  if (!erasure || erasure.doneAt) return {};
  return {
    expiringKey: S(lists.erasing(bucketOf(registrationId))),
    expiringSort: S(`${erasure.begunAt}#${registrationId}`),
  };
}
