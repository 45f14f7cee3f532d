import { changeOf, type Occasion } from "./accreditation.ts";
import type { Change } from "./change.ts";
import type { Conference } from "./conference.ts";
import { Refusal } from "./refusal.ts";
import type { Registration } from "./registration.ts";
import { askForSeat, hold, type Pools, release, seatSessions } from "./seats.ts";

/** Whether this person, at this stage, may ask for a seat: where the secretariat selects, only who is approved. */
function mayAsk(conference: Conference, { accreditation }: Registration): boolean {
  if (conference.seatTakenAt === "approval") return accreditation.state === "approved";
  return ["pending", "returned", "approved"].includes(accreditation.state);
}

const stands = ({ seat }: Registration, at: string) => seat.state === "offered" && at < seat.until;

/**
 * The offered seat is theirs. Whoever lost an offer, or declined it, asks again and goes last in line.
 * @throws Refusal `wrong-state` for who holds a seat, waits for one, or may not ask; `full` where no seat is left and
 * the conference keeps no waiting list.
 */
export function acceptOffer(
  conference: Conference,
  pools: Pools,
  before: Registration,
  { actor, at }: Occasion,
): Change {
  if (stands(before, at)) {
    const holder = seatSessions(conference, pools, hold(before, at), at);
    return changeOf(before, holder, "accept-offer", { actor, at });
  }
  const lost = before.seat.state === "offered" || before.seat.state === "none";
  if (!lost || !mayAsk(conference, before)) throw new Refusal("wrong-state");
  return changeOf(before, askForSeat(conference, pools, release(before), at), "ask-again", { actor, at });
}

/** The offered seat goes on to the next in line. @throws Refusal `wrong-state` without an offer */
export function declineOffer(before: Registration, { actor, at }: Occasion): Change {
  if (before.seat.state !== "offered") throw new Refusal("wrong-state");
  return changeOf(before, release(before), "decline-offer", { actor, at });
}
