import { changeOf, type Occasion } from "./accreditation.ts";
import type { Action, Change, MailPromise } from "./change.ts";
import type { Conference } from "./conference.ts";
import type { Registration } from "./registration.ts";
import { release } from "./seats.ts";
import { hoursAfter } from "./time.ts";

/** Something that ends at a time, and what it then does to the registration. */
interface Deadline {
  readonly at: string;
  readonly action: Extract<Action, "expire-offer" | "correction-overdue" | "address-unconfirmed">;
}

/** An offer that nobody accepts. */
function offerEnds({ seat }: Registration): Deadline[] {
  return seat.state === "offered" ? [{ at: seat.until, action: "expire-offer" }] : [];
}

/** The date given to a returned registration, until which its seat is kept; a seat that came later is not held to it. */
function correctionEnds({ accreditation, seat }: Registration): Deadline[] {
  if (accreditation.state !== "returned" || accreditation.until === undefined) return [];
  const { until } = accreditation;
  return seat.state === "held" && seat.since < until ? [{ at: until, action: "correction-overdue" }] : [];
}

/**
 * A seat taken for an address whose owner never opened a mailed link: anyone could empty a room with invented ones.
 * Whom the secretariat has approved, it vouches for.
 */
function addressEnds(conference: Conference, { seat, accreditation, addressConfirmed }: Registration): Deadline[] {
  const unproven = accreditation.state === "pending" || accreditation.state === "returned";
  if (conference.confirmWithinHours === 0 || addressConfirmed || !unproven || seat.state !== "held") return [];
  return [{ at: hoursAfter(seat.since, conference.confirmWithinHours), action: "address-unconfirmed" }];
}

/** What ends first of all that holds this seat, or nothing. */
function firstDeadline(conference: Conference, registration: Registration): Deadline | undefined {
  const all = [...offerEnds(registration), ...correctionEnds(registration), ...addressEnds(conference, registration)];
  return all.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
}

/** When the seat lapses if nothing happens (RFC 3339, UTC), or never. */
export function lapsesAt(conference: Conference, registration: Registration): string | undefined {
  return firstDeadline(conference, registration)?.at;
}

/** By when the owner must open a mailed link to keep the seat, or never. */
export function confirmBy(conference: Conference, registration: Registration): string | undefined {
  return addressEnds(conference, registration)[0]?.at;
}

/** Who was to correct something goes last in line; the others lose the seat, and may ask again. */
function lapsed(conference: Conference, before: Registration, { action }: Deadline, at: string): Registration {
  const without = release(before);
  const waits = action === "correction-overdue" && conference.waitingList;
  return waits ? { ...without, seat: { state: "waiting", since: at } } : without;
}

/** The seat goes to the line if its time is over by now; else nothing happens. */
export function lapse(conference: Conference, before: Registration, { actor, at }: Occasion): Change | undefined {
  const deadline = firstDeadline(conference, before);
  if (!deadline || at < deadline.at) return undefined;
  const { registrationId } = before;
  const mails: MailPromise[] = [{ kind: lapseMails[deadline.action], registrationId }];
  return { ...changeOf(before, lapsed(conference, before, deadline, at), deadline.action, { actor, at }), mails };
}

const lapseMails = {
  "expire-offer": "offer-expired",
  "correction-overdue": "correction-overdue",
  "address-unconfirmed": "address-unconfirmed",
} as const;

/** The owner has opened a mailed link: the address is theirs. Nothing to change if that was known. */
export function confirmAddress(before: Registration, { actor, at }: Occasion): Change | undefined {
  if (before.addressConfirmed) return undefined;
  return changeOf(before, { ...before, addressConfirmed: true }, "confirm-address", { actor, at });
}

/** The mails that tell of a new seat say by when its owner must open a mailed link. */
export function withConfirmBy(conference: Conference, change: Change): Change {
  const by = new Map(change.steps.map(({ after }) => [after.registrationId, confirmBy(conference, after)]));
  const mails = change.mails.map((mail): MailPromise => {
    const until = "registrationId" in mail ? by.get(mail.registrationId) : undefined;
    return until && (mail.kind === "received" || mail.kind === "seat-given") ? { ...mail, confirmBy: until } : mail;
  });
  return { ...change, mails };
}
