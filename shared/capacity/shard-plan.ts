import type { Conference } from "#shared/domain/conference.ts";
import type { PoolName, ShardPlan } from "#shared/domain/seat.ts";
import { poolLimits } from "#shared/domain/seats.ts";

/**
 * Arrivals a second that one shard can serve: a transaction holds its items for about 8 ms, and 2.5 shards are ready
 * for each transaction that runs.
 */
const arrivalsPerShard = 50;

/** A shard with fewer seats than this is not worthwhile. */
const seatsPerShard = 8;

const maxShardsPerPool = 64;

/** One BatchGetItem call reads at most 100 items: the conference and the shards of all its pools. */
const maxShards = 99;

/** The number of shards for the limit and the expected arrivals. A small pool has one. */
function countWantedShards(limit: number, arrivalsPerSecond: number): number {
  const byArrivals = Math.ceil(arrivalsPerSecond / arrivalsPerShard);
  return Math.max(1, Math.min(byArrivals, Math.floor(limit / seatsPerShard), maxShardsPerPool));
}

/**
 * Plans the shards of a conference's pools. The venue comes first, because every seat counts against it; the other
 * pools share what is left of one read. A pool never gets fewer shards than before, because registrations name the
 * shard that their seat was taken from.
 */
export function planShards(conference: Conference, before: ShardPlan = {}): ShardPlan {
  const limits = [...poolLimits(conference)];
  const others = limits.length - 1;
  const plan: Partial<Record<PoolName, number>> = {};
  let left = maxShards;
  for (const [index, [pool, limit]] of limits.entries()) {
    const unplanned = Math.max(1, limits.length - index);
    const share = index === 0 ? left - others : Math.floor(left / unplanned);
    const wanted = Math.min(countWantedShards(limit, conference.expectedArrivalsPerSecond), share);
    const shards = Math.max(before[pool] ?? 1, wanted, 1);
    plan[pool] = shards;
    left -= shards;
  }
  return plan;
}
