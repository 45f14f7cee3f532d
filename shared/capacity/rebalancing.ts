import type { Shard } from "./seat-allocation.ts";
/** The change of one shard's limit. */
export interface LimitMove {
  readonly shard: number;
  /** The present limit; absent for a new shard. */
  readonly from?: number;
  readonly to: number;
  /** Whether the taken seats must be at most, or at least, the new limit when it is written. */
  readonly bound: "at-most" | "at-least";
  /** Whether the shard is closed to the public with this move. */
  readonly close: boolean;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Plans the moves that bring a pool to its limit and its number of shards; empty if it is there already.
 *
 * If the limit covers all taken seats, each shard gets its taken seats and an equal part of the free ones. No shard is
 * over its limit, and from then on the conditions of the shards alone keep the limit of the pool. Otherwise no shard
 * keeps a free seat, and the pool stays closed until enough people have left.
 */
export function planRebalancing(limit: number, count: number, shards: readonly Shard[]): LimitMove[] {
  const all = Array.from({ length: Math.max(count, shards.length) }, (_, index) => index);
  const found = new Map(shards.map((each) => [each.shard, each]));
  const taken = all.map((shard) => found.get(shard)?.taken ?? 0);
  const isComplete = shards.length === all.length && sum(shards.map((each) => each.limit)) === limit;
  if (isComplete && (sum(taken) > limit || shards.every((each) => each.taken <= each.limit))) return [];
  const isOverLimit = sum(taken) > limit;
  const limits = isOverLimit ? distributeInProportion(limit, taken) : distributeFreeSeats(limit, taken);
  return all.flatMap((shard) => {
    const from = found.get(shard)?.limit;
    const to = limits[shard] ?? 0;
    const isUnchanged = from === to && !isOverLimit;
    if (isUnchanged) return [];
    const bound = isOverLimit ? "at-least" : "at-most";
    return [{ shard, to, bound, close: isOverLimit, ...(from !== undefined && { from }) }];
  });
}

/** For each shard its taken seats and an equal part of the free ones. */
function distributeFreeSeats(limit: number, taken: readonly number[]): number[] {
  const free = limit - sum(taken);
  const part = Math.floor(free / taken.length);
  return taken.map((own, index) => own + part + (index < free % taken.length ? 1 : 0));
}

/** For each shard at most its taken seats, in proportion to them. The sum is exactly the limit. */
function distributeInProportion(limit: number, taken: readonly number[]): number[] {
  let [left, seats] = [limit, sum(taken)];
  return taken.map((own) => {
    const part = seats === 0 ? 0 : Math.min(own, Math.round((left * own) / seats));
    left -= part;
    seats -= own;
    return part;
  });
}
