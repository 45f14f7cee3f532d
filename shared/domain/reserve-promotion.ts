import type { Change, RegistrationChange } from "./change.ts";
import type { Conference } from "./conference.ts";
import { createChange } from "./create-change.ts";
import type { Delegation } from "./delegation.ts";
import type { Registration } from "./registration.ts";
import { holdSeat, occupies, offerSeat, type Pools, requestSessionSeats, seatPools } from "./seats.ts";
import { hoursAfter } from "./time.ts";

const freesSeat = ({ before, after }: RegistrationChange) =>
  before !== undefined && occupies(before.seat) && !occupies(after.seat);

/** The delegations in which a change frees a seat. */
export function listDelegationsWithFreedSeats({ registrations }: Pick<Change, "registrations">): string[] {
  return [...new Set(registrations.filter(freesSeat).flatMap(({ before }) => before?.delegationId ?? []))];
}

/**
 * Gives a freed seat of a delegation to the first member of its reserve, before the general waiting list, in the same
 * transaction, so that no counter changes. While one of the pools holds more than its limit, the seat is not passed
 * on, so that the pool drains.
 * @param members the registrations of the delegation, in its own order
 */
export function promoteReserve(
  conference: Conference,
  pools: Pools,
  { delegationId }: Delegation,
  members: readonly Registration[],
  change: Change,
): Change {
  const freed = change.registrations.filter((each) => each.before?.delegationId === delegationId && freesSeat(each));
  const taken = change.registrations.filter(
    ({ before, after }) =>
      after.delegationId === delegationId && occupies(after.seat) && !(before && occupies(before.seat)),
  );
  const changed = new Set(change.registrations.map(({ after }) => after.registrationId));
  const reserve = members.filter((each) => each.seat.state === "waiting" && !changed.has(each.registrationId));
  return freed.slice(taken.length).reduce((promoted, { before }, index) => {
    const next = reserve[index];
    const needed = next ? seatPools(conference, next) : [];
    const drains = needed.some((pool) => isOverLimit(pools, pool));
    const fits = before && needed.every((pool) => seatPools(conference, before).includes(pool));
    return next && fits && !drains ? promote(conference, pools, next, promoted) : promoted;
  }, change);
}

function isOverLimit(pools: Pools, pool: Parameters<Pools["get"]>[0]): boolean {
  const state = pools.get(pool);
  return state !== undefined && state.taken > state.limit;
}

function promote(conference: Conference, pools: Pools, next: Registration, change: Change): Change {
  const { at, actor } = change;
  const after =
    conference.offerHours > 0
      ? offerSeat(next, at, hoursAfter(at, conference.offerHours))
      : requestSessionSeats(conference, pools, holdSeat(next, at), at);
  const { registrations, mails } = createChange(next, after, change.action, { actor, at });
  return {
    ...change,
    registrations: [...change.registrations, ...registrations],
    mails: [...change.mails, ...mails],
  };
}
