import type { RegistrationChange } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { PoolName, ShardAllocations } from "#shared/domain/seat.ts";
import { occupiedPools } from "#shared/domain/seats.ts";
import type { ShardClaim } from "./pools.ts";

/** The registrations with their shard allocations, and the shards that pay for them. */
export interface SeatAllocation {
  readonly registrations: readonly RegistrationChange[];
  readonly claims: readonly ShardClaim[];
}

/** Returns a shard of the pool that has a free seat, or `undefined` if the pool has none. */
export type ChooseShard = (pool: PoolName) => number | undefined;

type AllocatedSeat = { readonly pool: PoolName; readonly shard: number };

const listAllocatedSeats = (registration: Registration | undefined): AllocatedSeat[] =>
  Object.entries(registration?.shardAllocations ?? {}).map(([pool, shard]) => ({
    pool: pool as PoolName,
    shard: shard as number,
  }));

/** A pool has no free seat when a shard is chosen, although the rule found one. */
export class PoolExhausted extends Error {}

/**
 * Derives the seats that a change takes and gives back: for each pool, `occupied(after) − occupied(before)` over all
 * its registrations. A seat that one registration releases goes to another registration of the same change that needs
 * the same pool, so that a seat changes hands without a change of any counter.
 * @throws PoolExhausted if no shard of a pool has a free seat
 */
export function allocateSeats(
  conference: Conference,
  registrations: readonly RegistrationChange[],
  choose: ChooseShard,
): SeatAllocation {
  const released = registrations.flatMap(({ before, after }) => {
    const kept = occupiedPools(conference, after);
    return listAllocatedSeats(before).filter(({ pool }) => !kept.includes(pool));
  });
  const claims: ShardClaim[] = [];
  const allocate = (registration: RegistrationChange): RegistrationChange => {
    const { before, after } = registration;
    const shards: Partial<Record<PoolName, number>> = {};
    for (const pool of occupiedPools(conference, after)) {
      shards[pool] = before?.shardAllocations[pool] ?? reuseReleased(released, pool) ?? claim(claims, pool, choose);
    }
    return { ...registration, after: { ...after, shardAllocations: shards as ShardAllocations } };
  };
  const allocated = registrations.map(allocate);
  const givenBack = released.map((seat) => ({ ...seat, take: -1 as const }));
  return { registrations: allocated, claims: [...claims, ...givenBack] };
}

function reuseReleased(released: AllocatedSeat[], pool: PoolName): number | undefined {
  const index = released.findIndex((seat) => seat.pool === pool);
  return index < 0 ? undefined : released.splice(index, 1)[0]?.shard;
}

function claim(claims: ShardClaim[], pool: PoolName, choose: ChooseShard): number {
  const shard = choose(pool);
  if (shard === undefined) throw new PoolExhausted(pool);
  claims.push({ pool, shard, take: 1 });
  return shard;
}
