import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { seatExpiresAt } from "#shared/domain/seat-expiry.ts";
import { arrivalOrder, waitingSince } from "#shared/domain/waiting-list.ts";
import { bucketOf, keys, lists } from "#shared/store/keys.ts";
import { type Item, keyOf, N, S } from "#shared/store/table.ts";

/** The format in which items are stored. A change of the format raises it, so that old items stay readable. */
const format = 1;

/**
 * A registration as it is stored. What is looked up, listed or compared has attributes of its own; the rest is one JSON
 * text, which is smaller than a map and as readable in the AWS console.
 */
export function registrationItem(conference: Conference, registration: Registration): Item {
  const { version, ...data } = registration;
  return {
    ...keyOf(keys.registration(registration.registrationId)),
    entity: S("registration"),
    form: N(format),
    version: N(version),
    data: S(JSON.stringify(data)),
    registrationId: S(registration.registrationId),
    ...conferenceListKeys(registration),
    ...waitingListKeys(conference, registration),
    ...expiryKeys(conference, registration),
    ...(registration.seat.state === "offered" && { seatUntil: S(registration.seat.until) }),
  };
}

/** Lists the registration in its conference, by accreditation and time of submission. */
function conferenceListKeys(registration: Registration): Item {
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

/** Lists the registration on the waiting list while it waits for the conference seat or for a session. */
function waitingListKeys(conference: Conference, registration: Registration): Item {
  if (waitingSince(registration) === undefined) return {};
  const bucket = bucketOf(registration.registrationId);
  return {
    dueKey: S(lists.waitingList(registration.conferenceId, bucket)),
    dueSort: S(arrivalOrder(conference, registration)),
    waitingFor: { L: registration.waitingFor.map(S) },
  };
}

/** Lists the registration among the seats that expire, while its seat has a time limit. */
function expiryKeys(conference: Conference, registration: Registration): Item {
  if (registration.erasure) return erasureKeys(registration);
  const at = seatExpiresAt(conference, registration);
  if (at === undefined) return {};
  const { conferenceId, registrationId } = registration;
  return {
    expiringKey: S(lists.expiring(conferenceId, bucketOf(registrationId))),
    expiringSort: S(`${at}#${registrationId}`),
  };
}

/** Lists the registration among the erasures that are not complete. */
function erasureKeys({ registrationId, erasure }: Registration): Item {
  if (!erasure || erasure.doneAt) return {};
  return {
    expiringKey: S(lists.erasing(bucketOf(registrationId))),
    expiringSort: S(`${erasure.begunAt}#${registrationId}`),
  };
}
