import type { Action, Change, CommandContext, EmailIntent } from "./change.ts";
import type { Conference } from "./conference.ts";
import { createChange } from "./create-change.ts";
import type { Registration } from "./registration.ts";
import { releaseSeat } from "./seats.ts";
import { hoursAfter } from "./time.ts";

/** A time limit on a seat, and the action that takes the seat back when it passes. */
interface TimeLimit {
  readonly at: string;
  readonly action: Extract<Action, "expire-offer" | "correction-overdue" | "address-unconfirmed">;
}

/** An offer ends when it is not accepted in time. */
function limitOffer({ seat }: Registration): TimeLimit[] {
  return seat.state === "offered" ? [{ at: seat.until, action: "expire-offer" }] : [];
}

/** A returned registration keeps its seat until the date for the correction. A seat held later has no such limit. */
function limitCorrection({ accreditation, seat }: Registration): TimeLimit[] {
  if (accreditation.state !== "returned" || accreditation.until === undefined) return [];
  const { until } = accreditation;
  return seat.state === "held" && seat.since < until ? [{ at: until, action: "correction-overdue" }] : [];
}

/**
 * A seat is held for an address only for some hours until its owner opens a link from an e-mail. Without this limit,
 * anyone could occupy a venue with invented addresses. The secretariat's approval replaces the confirmation.
 */
function limitUnconfirmedAddress(
  conference: Conference,
  { seat, accreditation, addressConfirmed }: Registration,
): TimeLimit[] {
  const isUnapproved = accreditation.state === "pending" || accreditation.state === "returned";
  if (conference.confirmWithinHours === 0 || addressConfirmed || !isUnapproved || seat.state !== "held") return [];
  return [{ at: hoursAfter(seat.since, conference.confirmWithinHours), action: "address-unconfirmed" }];
}

/** The first time limit of this seat, or none. */
function findTimeLimit(conference: Conference, registration: Registration): TimeLimit | undefined {
  const limits = [
    ...limitOffer(registration),
    ...limitCorrection(registration),
    ...limitUnconfirmedAddress(conference, registration),
  ];
  return limits.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
}

/** When the seat expires if nothing happens (RFC 3339, UTC), or `undefined` if it does not expire. */
export function seatExpiresAt(conference: Conference, registration: Registration): string | undefined {
  return findTimeLimit(conference, registration)?.at;
}

/** By when the owner must open a link from an e-mail to keep the seat (RFC 3339, UTC), or `undefined`. */
export function confirmationDeadline(conference: Conference, registration: Registration): string | undefined {
  return limitUnconfirmedAddress(conference, registration)[0]?.at;
}

/** An overdue correction goes to the end of the waiting list. In the other cases the person may request a seat again. */
function takeBack(conference: Conference, before: Registration, { action }: TimeLimit, at: string): Registration {
  const released = releaseSeat(before);
  const waits = action === "correction-overdue" && conference.waitingList;
  return waits ? { ...released, seat: { state: "waiting", since: at } } : released;
}

/** Takes the seat back if its time limit has passed. @returns `undefined` if there is nothing to do */
export function expireSeat(
  conference: Conference,
  before: Registration,
  { actor, at }: CommandContext,
): Change | undefined {
  const limit = findTimeLimit(conference, before);
  if (!limit || at < limit.at) return undefined;
  const { registrationId } = before;
  const mails: EmailIntent[] = [{ kind: expiryEmails[limit.action], registrationId }];
  return { ...createChange(before, takeBack(conference, before, limit, at), limit.action, { actor, at }), mails };
}

const expiryEmails = {
  "expire-offer": "offer-expired",
  "correction-overdue": "correction-overdue",
  "address-unconfirmed": "address-unconfirmed",
} as const;

/** Records that the owner opened a link from an e-mail. @returns `undefined` if the address was confirmed already */
export function confirmAddress(before: Registration, { actor, at }: CommandContext): Change | undefined {
  if (before.addressConfirmed) return undefined;
  return createChange(before, { ...before, addressConfirmed: true }, "confirm-address", { actor, at });
}

/** Adds the confirmation deadline to the e-mails that announce a new seat. */
export function addConfirmationDeadline(conference: Conference, change: Change): Change {
  const deadlines = new Map(
    change.registrations.map(({ after }) => [after.registrationId, confirmationDeadline(conference, after)]),
  );
  const mails = change.mails.map((mail): EmailIntent => {
    const until = "registrationId" in mail ? deadlines.get(mail.registrationId) : undefined;
    return until && (mail.kind === "received" || mail.kind === "seat-given") ? { ...mail, confirmBy: until } : mail;
  });
  return { ...change, mails };
}
