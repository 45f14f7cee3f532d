import {
  findBlockingPools,
  holdSeat,
  listSeatPools,
  occupies,
  offerSeat,
  type Pools,
  requestSessionSeats,
} from "#shared/capacity/seats.rules.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConferenceOver } from "#shared/model/time.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";

const freesSeat = ({ before, after }: RegistrationChange) =>
  before !== undefined && occupies(before.seat) && !occupies(after.seat);

/** Lists the delegations in which a change frees a seat. */
export function listDelegationsWithFreedSeats({ registrations }: Pick<Change, "registrations">): string[] {
  return [...new Set(registrations.filter(freesSeat).flatMap(({ before }) => before?.delegationId ?? []))];
}

const hasSeatIn = (registration: Registration | undefined, delegationId: string) =>
  registration !== undefined && registration.delegationId === delegationId && occupies(registration.seat);

/**
 * Gives a freed seat of a delegation to the first member of its reserve, before the general waiting list, in the same
 * transaction, so that no counter changes. If it was taken from the delegation alone, the other pools must admit the
 * public. While one of the pools holds more than its limit, the seat is not passed on, so that the pool drains. After
 * the end of the conference no seat is passed on.
 * @param members the registrations of the delegation, in its own order
 */
export function promoteReserve(
  conference: Conference,
  pools: Pools,
  { delegationId }: Delegation,
  members: readonly Registration[],
  change: Change,
): Change {
  if (isConferenceOver(conference, change.at)) return change;
  const freed = change.registrations.filter(
    (registration) => registration.before?.delegationId === delegationId && freesSeat(registration),
  );
  const taken = change.registrations.filter(
    ({ before, after }) => hasSeatIn(after, delegationId) && !hasSeatIn(before, delegationId),
  );
  const changed = new Set(change.registrations.map(({ after }) => after.registrationId));
  const reserve = members.filter(
    ({ seat, registrationId }) => seat.state === "waiting" && !changed.has(registrationId),
  );
  return freed.slice(taken.length).reduce((promoted, { before }, index) => {
    const next = reserve[index];
    const needed = next ? listSeatPools(conference, next) : [];
    const drains = needed.some((pool) => isOverLimit(pools, pool));
    const fits =
      next &&
      before &&
      needed.every((pool) => listSeatPools(conference, before).includes(pool)) &&
      canTakeOver(conference, pools, before, next);
    return fits && !drains ? promote(conference, pools, next, promoted) : promoted;
  }, change);
}

/** Whether the other pools from which the next seat is taken have one, beside those of the freed seat. */
function canTakeOver(conference: Conference, pools: Pools, freed: Registration, next: Registration): boolean {
  const owned = listSeatPools(conference, freed);
  const others = listSeatPools(conference, next).filter((pool) => !owned.includes(pool));
  return findBlockingPools(pools, others).length === 0;
}

function isOverLimit(pools: Pools, pool: Parameters<Pools["get"]>[0]): boolean {
  const state = pools.get(pool);
  return state !== undefined && state.taken > state.limit;
}

function promote(conference: Conference, pools: Pools, next: Registration, change: Change): Change {
  const { at, actor } = change;
  const after =
    conference.offerHours > 0
      ? offerSeat(conference, next, at)
      : requestSessionSeats(conference, pools, holdSeat(next, at), at);
  const { registrations, emails } = createChange(next, after, change.action, { actor, at });
  return {
    ...change,
    registrations: [...change.registrations, ...registrations],
    emails: [...change.emails, ...emails],
  };
}
