import { assertMembershipDecided } from "#shared/accreditation/accreditation.rules.ts";
import { holdSeat, type Pools, releaseSeat, requestSeat, requestSessionSeats } from "#shared/capacity/seats.rules.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConferenceOver } from "#shared/model/time.ts";
import { createChange, isOnline } from "#shared/registrations/registration.rules.ts";

/** Whether the person may request a seat in this state. If seats are taken at approval, only an approved person may. */
function canRequestSeat(conference: Conference, { accreditation }: Registration): boolean {
  if (conference.seatTakenAt === "approval") return accreditation.state === "approved";
  return ["pending", "returned", "approved"].includes(accreditation.state);
}

const hasValidOffer = ({ seat }: Registration, at: string) => seat.state === "offered" && at < seat.until;

/**
 * Accepts the offered seat. After an offer has expired or was declined, the person requests a seat again and goes to
 * the end of the waiting list.
 * @throws DomainError `delegation-unconfirmed` for a person whom the named delegation has not confirmed yet;
 * `wrong-state` for a person who holds a seat, waits for one, or may not request one; `full` if no seat
 * is free and the conference has no waiting list; `conference-over` after its end
 */
export function acceptOffer(
  conference: Conference,
  pools: Pools,
  before: Registration,
  { actor, at }: CommandContext,
): Change {
  if (hasValidOffer(before, at)) {
    if (isConferenceOver(conference, at)) throw new DomainError("conference-over");
    const holder = requestSessionSeats(conference, pools, holdSeat(before, at), at);
    return createChange(before, holder, "accept-offer", { actor, at });
  }
  assertMembershipDecided(before);
  const hasNoSeat = before.seat.state === "offered" || before.seat.state === "none";
  if (!hasNoSeat || isOnline(before) || !canRequestSeat(conference, before)) throw new DomainError("wrong-state");
  // A person whom a delegation declined attends without one.
  const { declinedDelegationId: _, ...alone } = releaseSeat(before);
  return createChange(before, requestSeat(conference, pools, alone, at), "request-seat-again", {
    actor,
    at,
  });
}

/**
 * Declines the offered seat, which goes to the next registration.
 * @throws DomainError `wrong-state` without an offer
 */
export function declineOffer(before: Registration, { actor, at }: CommandContext): Change {
  if (before.seat.state !== "offered") throw new DomainError("wrong-state");
  return createChange(before, releaseSeat(before), "decline-offer", { actor, at });
}
