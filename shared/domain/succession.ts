import { changeOf } from "./accreditation.ts";
import type { Change } from "./change.ts";
import type { Conference } from "./conference.ts";
import type { Delegation } from "./delegation.ts";
import type { Registration } from "./registration.ts";
import { occupies } from "./seat.ts";
import { hold, offer, type Pools, seatPools, seatSessions } from "./seats.ts";
import { hoursAfter } from "./time.ts";

/** The delegations in which a change frees a seat. */
export function delegationsFreed({ steps }: Pick<Change, "steps">): string[] {
  const freed = steps.filter(({ before, after }) => before && occupies(before.seat) && !occupies(after.seat));
  return [...new Set(freed.flatMap(({ before }) => before?.delegationId ?? []))];
}

/**
 * A seat that comes free in a delegation goes to the first of its own reserve, before the general line, in the same
 * transaction, so that no counter moves. Not while one of its pools holds more than its limit: then it drains.
 * @param members the delegation's registrations, in its own order
 */
export function passOn(
  conference: Conference,
  pools: Pools,
  { delegationId }: Delegation,
  members: readonly Registration[],
  change: Change,
): Change {
  const leavers = change.steps.filter(
    ({ before, after }) => before?.delegationId === delegationId && occupies(before.seat) && !occupies(after.seat),
  );
  const joiners = change.steps.filter(
    ({ before, after }) =>
      after.delegationId === delegationId && occupies(after.seat) && !(before && occupies(before.seat)),
  );
  const touched = new Set(change.steps.map(({ after }) => after.registrationId));
  const reserve = members.filter((each) => each.seat.state === "waiting" && !touched.has(each.registrationId));
  return leavers.slice(joiners.length).reduce((passed, { before }, index) => {
    const next = reserve[index];
    const needed = next ? seatPools(conference, next) : [];
    const drains = needed.some((pool) => isOver(pools, pool));
    const fits = before && needed.every((pool) => seatPools(conference, before).includes(pool));
    return next && fits && !drains ? withSuccessor(conference, pools, next, passed) : passed;
  }, change);
}

function isOver(pools: Pools, pool: Parameters<Pools["get"]>[0]): boolean {
  const state = pools.get(pool);
  return state !== undefined && state.taken > state.limit;
}

function withSuccessor(conference: Conference, pools: Pools, next: Registration, change: Change): Change {
  const { at, actor } = change;
  const after =
    conference.offerHours > 0
      ? offer(next, at, hoursAfter(at, conference.offerHours))
      : seatSessions(conference, pools, hold(next, at), at);
  const { steps, mails } = changeOf(next, after, change.action, { actor, at });
  return { ...change, steps: [...change.steps, ...steps], mails: [...change.mails, ...mails] };
}
