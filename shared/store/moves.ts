import type { Shard } from "./pools.ts";

/** What becomes of one shard's limit. */
export interface Move {
  readonly shard: number;
  /** The limit it has; none for a shard that is new. */
  readonly from?: number;
  readonly to: number;
  /** What must still hold of the seats taken when it is written: at most, or at least, the new limit. */
  readonly bound: "at-most" | "at-least";
  /** Whether newcomers may no longer take from it. */
  readonly close: boolean;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * The moves that bring a pool to its limit and its number of shards; none if it is there.
 *
 * Where the limit allows for all who are seated, each shard gets its own and an even part of the free places: no shard
 * stands over its limit, and from then on the shards' conditions alone keep the pool's. Where it doesn't, no shard
 * keeps a free place, and the pool is closed until enough have left.
 */
export function movesTo(limit: number, count: number, shards: readonly Shard[]): Move[] {
  const all = Array.from({ length: Math.max(count, shards.length) }, (_, index) => index);
  const found = new Map(shards.map((each) => [each.shard, each]));
  const taken = all.map((shard) => found.get(shard)?.taken ?? 0);
  const isWhole = shards.length === all.length && sum(shards.map((each) => each.limit)) === limit;
  if (isWhole && (sum(taken) > limit || shards.every((each) => each.taken <= each.limit))) return [];
  const overhang = sum(taken) > limit;
  const limits = overhang ? inProportion(limit, taken) : withEvenRest(limit, taken);
  return all.flatMap((shard) => {
    const from = found.get(shard)?.limit;
    const to = limits[shard] ?? 0;
    const same = from === to && !overhang;
    if (same) return [];
    return [
      { shard, to, bound: overhang ? "at-least" : "at-most", close: overhang, ...(from !== undefined && { from }) },
    ];
  });
}

/** Each its own, and an even part of what is left. */
function withEvenRest(limit: number, taken: readonly number[]): number[] {
  const rest = limit - sum(taken);
  const part = Math.floor(rest / taken.length);
  return taken.map((own, index) => own + part + (index < rest % taken.length ? 1 : 0));
}

/** At most its own, in proportion: together exactly the limit. */
function inProportion(limit: number, taken: readonly number[]): number[] {
  let [left, seats] = [limit, sum(taken)];
  return taken.map((own) => {
    const part = seats === 0 ? 0 : Math.min(own, Math.round((left * own) / seats));
    left -= part;
    seats -= own;
    return part;
  });
}
