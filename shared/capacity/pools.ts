import type { Change } from "#shared/domain/change.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import type { Pools } from "#shared/domain/seats.ts";
import { type Item, number, text } from "#shared/store/table.ts";

/** One shard of a pool: its own limit, its taken seats, and whether the public may take from it. */
export interface Shard {
  readonly shard: number;
  readonly limit: number;
  readonly taken: number;
  readonly open: boolean;
}

/** One shard, and whether a transaction takes a seat from it (1) or gives one back (-1). */
export interface ShardClaim {
  readonly pool: PoolName;
  readonly shard: number;
  readonly take: 1 | -1;
}

/** The shards of each pool as they were read. The limit of a pool is the sum of the limits of its shards. */
export type PoolShards = ReadonlyMap<PoolName, readonly Shard[]>;

/** Groups shard items by their pool. */
export function groupShardsByPool(items: readonly Item[]): PoolShards {
  const pools = new Map<PoolName, Shard[]>();
  for (const item of items) {
    const pool = text(item, "pool") as PoolName;
    const shard = { shard: number(item, "shard"), limit: number(item, "limit"), taken: number(item, "taken") };
    pools.set(pool, [...(pools.get(pool) ?? []), { ...shard, open: item["open"]?.BOOL ?? false }]);
  }
  return pools;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The pools as rules see them. A pool is open if all of its shards are. */
export function summarizePools(pools: PoolShards): Pools {
  return new Map(
    [...pools].map(([pool, shards]) => [
      pool,
      {
        open: shards.every(({ open }) => open),
        limit: sum(shards.map(({ limit }) => limit)),
        taken: sum(shards.map(({ taken }) => taken)),
      },
    ]),
  );
}

/**
 * Chooses a shard with a free seat at random, in proportion to its free seats. The public takes from open shards only.
 * @param isAvoided shards where a transaction conflict occurred; chosen only if no other shard has a free seat
 * @returns `undefined` if the pool has no free seat
 */
export function chooseShard(
  shards: readonly Shard[],
  admission: Change["admission"],
  isAvoided: (shard: number) => boolean = () => false,
): number | undefined {
  const free = shards.filter(({ limit, taken, open }) => taken < limit && (open || admission === "waiting-list"));
  const preferred = free.filter(({ shard }) => !isAvoided(shard));
  const candidates = preferred.length > 0 ? preferred : free;
  let ticket = Math.random() * sum(candidates.map(({ limit, taken }) => limit - taken));
  return candidates.find(({ limit, taken }) => {
    ticket -= limit - taken;
    return ticket < 0;
  })?.shard;
}

/** The shards after these claims. */
export function applyClaims(pools: PoolShards, claims: readonly ShardClaim[]): PoolShards {
  const change = (pool: PoolName, shard: number) =>
    sum(claims.filter((claim) => claim.pool === pool && claim.shard === shard).map(({ take }) => take));
  return new Map(
    [...pools].map(([pool, shards]) => [
      pool,
      shards.map((each) => ({ ...each, taken: each.taken + change(pool, each.shard) })),
    ]),
  );
}
