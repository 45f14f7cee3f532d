import { listOccupiedPools, occupies, toDelegationPoolName } from "#shared/capacity/seats.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isDelegationPool, type PoolName, type ShardAllocations, type ShardPlan } from "#shared/model/seat.ts";
import type { ConferenceRows } from "./stored-rows.ts";

type PlannedConference = Pick<ConferenceRows, "conference" | "shardPlan">;

/** The number of shards of a pool. The system reads no other ones. The pool of a delegation has one. */
export const countPlannedShards = (shardPlan: ShardPlan, pool: PoolName): number =>
  isDelegationPool(pool) ? 1 : (shardPlan[pool] ?? 1);

/**
 * The pools in which a registration holds a seat: by its seats, and for one that the rules can't work with, by what its
 * row says.
 */
export function listHeldPools(conference: Conference, registration: Registration): readonly PoolName[] {
  try {
    return listOccupiedPools(conference, registration);
  } catch {
    const { seat, delegationId, sessions } = registration;
    const delegation = delegationId === undefined ? [] : [toDelegationPoolName(delegationId)];
    const main: PoolName[] = occupies(seat) ? ["venue", ...delegation] : [];
    const attended = sessions.filter((each) => occupies(each.seat));
    const own = attended.map(({ sessionId }): PoolName => `session:${sessionId}`);
    return [...new Set([...listStoredAllocations(registration).map(([pool]) => pool), ...main, ...own])];
  }
}

/** The allocations as they are stored. A damaged registration may have anything in their place. */
function listStoredAllocations({ shardAllocations }: Registration): [PoolName, unknown][] {
  const stored: unknown = shardAllocations;
  return typeof stored === "object" && stored !== null ? (Object.entries(stored) as [PoolName, unknown][]) : [];
}

/** The shard that counts a seat whose own shard is not one of the plan. Every pool has it. */
const substituteShard = 0;

/**
 * The allocations that a registration must have: for each pool in which it holds a seat, its shard. A seat without a
 * shard of the plan counts all the same, or it would be given to another person.
 */
export function resolveAllocations(rows: PlannedConference, registration: Registration): ShardAllocations {
  const planned = listPlannedAllocations(rows.shardPlan, registration);
  const pools = listHeldPools(rows.conference, registration);
  return Object.fromEntries(pools.map((pool) => [pool, planned[pool] ?? substituteShard]));
}

/**
 * The shards that must count a registration: those of its seats, and those that it names for a pool in which it holds
 * none, because they are given back with its next change.
 */
export const listCountedShards = (rows: PlannedConference, registration: Registration): ShardAllocations => ({
  ...listPlannedAllocations(rows.shardPlan, registration),
  ...resolveAllocations(rows, registration),
});

function listPlannedAllocations(shardPlan: ShardPlan, registration: Registration): ShardAllocations {
  const isPlanned = (entry: [PoolName, unknown]): entry is [PoolName, number] => {
    const [pool, shard] = entry;
    return Number.isInteger(shard) && Number(shard) >= 0 && Number(shard) < countPlannedShards(shardPlan, pool);
  };
  return Object.fromEntries(listStoredAllocations(registration).filter(isPlanned));
}

/** Whether a registration names this shard, in the plan or not. */
export const namesShard = (registration: Registration, pool: PoolName, shard: number): boolean =>
  listStoredAllocations(registration).some(([own, named]) => own === pool && named === shard);

/** For each pool, the number of registrations that each of its shards must count. */
export type HolderCounts = ReadonlyMap<PoolName, ReadonlyMap<number, number>>;

/** Counts the holders of all pools, each in one shard of the plan. */
export function countHolders(rows: PlannedConference & Pick<ConferenceRows, "registrations">): HolderCounts {
  const counts = new Map<PoolName, Map<number, number>>();
  for (const registration of rows.registrations) {
    for (const [pool, shard] of Object.entries(listCountedShards(rows, registration)) as [PoolName, number][]) {
      const shards = counts.get(pool) ?? new Map<number, number>();
      counts.set(pool, shards.set(shard, (shards.get(shard) ?? 0) + 1));
    }
  }
  return counts;
}
