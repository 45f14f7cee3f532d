import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName, Seat, ShardPlan } from "#shared/model/seat.ts";

/*
 * What changed from form 1 to form 2: every pool counts its seats, also one without a limit
 * (docs/decisions/0116-count-every-pool-from-the-start.md), and an address of staff has the time of the token that
 * bound it. `countEverySeat` stays as it is when a later form changes. The shard plan is the present one, as a save of
 * the conference would make it.
 */

const countsSeat = ({ state }: Seat): boolean => state === "held" || state === "offered";

/** The pools without a limit in which a registration has a seat. Form 1 did not count these. */
function listUncountedPools(
  { categories, sessions }: Conference,
  { category, seat, sessions: requested }: Registration,
): PoolName[] {
  const hasNoQuota = categories.some((each) => each.category === category && each.quota === undefined);
  const open = new Set(sessions.filter(({ capacity }) => capacity === undefined).map(({ sessionId }) => sessionId));
  return [
    ...(hasNoQuota && countsSeat(seat) ? [`category:${category}` as const] : []),
    ...requested
      .filter((each) => open.has(each.sessionId) && countsSeat(each.seat))
      .map(({ sessionId }) => `session:${sessionId}` as const),
  ];
}

/**
 * The registration with a shard of each pool in which it has a seat. A limit that lacks its seat is no matter of the
 * form: the repair finds it.
 * @param number chosen once for the registration; seats are spread by it
 * @returns the same object if no shard is missing
 */
export function countEverySeat(
  conference: Conference,
  plan: ShardPlan,
  registration: Registration,
  number: number,
): Registration {
  const { shardAllocations } = registration;
  const missing = listUncountedPools(conference, registration).filter((pool) => shardAllocations[pool] === undefined);
  if (missing.length === 0) return registration;
  const added = missing.map((pool) => [pool, number % (plan[pool] ?? 1)] as const);
  return { ...registration, shardAllocations: { ...shardAllocations, ...Object.fromEntries(added) } };
}
