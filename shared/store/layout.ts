import type { Conference } from "#shared/domain/conference.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { poolLimits } from "#shared/domain/seats.ts";

/** Into how many shards each pool is divided. */
export type Layout = Readonly<Partial<Record<PoolName, number>>>;

/** Arrivals a second that one shard bears: a transaction holds its items for about 8 ms, and 2.5 shards stand ready for each that runs. */
const arrivalsPerShard = 50;

/** Fewer places than this are not worth a shard of their own. */
const placesPerShard = 8;

const mostShardsOfPool = 64;

/** One read brings the conference and the shards of all its pools: 100 items. */
const mostShards = 99;

/** As many shards as the limit and the expected arrivals call for. A small pool has one. */
function wanted(limit: number, arrivalsPerSecond: number): number {
  const byArrivals = Math.ceil(arrivalsPerSecond / arrivalsPerShard);
  return Math.max(1, Math.min(byArrivals, Math.floor(limit / placesPerShard), mostShardsOfPool));
}

/**
 * The layout of a conference's pools. The venue comes first, for every seat is in it; the others share what is left of
 * one read. A pool never gets fewer shards than it has, for registrations name the shard their place is from.
 */
export function planLayout(conference: Conference, before: Layout = {}): Layout {
  const limits = [...poolLimits(conference)];
  const others = limits.length - 1;
  const layout: Partial<Record<PoolName, number>> = {};
  let left = mostShards;
  for (const [index, [pool, limit]] of limits.entries()) {
    const unplanned = Math.max(1, limits.length - index);
    const share = index === 0 ? left - others : Math.floor(left / unplanned);
    const shards = Math.max(before[pool] ?? 1, Math.min(wanted(limit, conference.expectedArrivalsPerSecond), share), 1);
    layout[pool] = shards;
    left -= shards;
  }
  return layout;
}
