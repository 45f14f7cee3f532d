import type { Change } from "#shared/domain/change.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import type { Pools } from "#shared/domain/seats.ts";
import { type Key, keys } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { type Item, number, text } from "./table.ts";

/** One shard of a pool: its own limit, what is taken of it, and whether newcomers may take from it. */
export interface Shard {
  readonly shard: number;
  readonly limit: number;
  readonly taken: number;
  readonly open: boolean;
}

/** One shard of a pool, and what a transaction does to it. */
export interface ShardClaim {
  readonly pool: PoolName;
  readonly shard: number;
  readonly take: 1 | -1;
}

/** The shards of each pool as they were read. A pool's limit is the sum of its shards' limits. */
export type PoolShards = ReadonlyMap<PoolName, readonly Shard[]>;

/** The keys of every shard of the conference's pools. */
export function shardKeys(conferenceId: string, layout: Layout): Key[] {
  return (Object.entries(layout) as [PoolName, number][]).flatMap(([pool, count]) =>
    Array.from({ length: count }, (_, shard) => keys.shard(conferenceId, pool, shard)),
  );
}

/** Groups shard items by their pool. */
export function poolShardsOf(items: readonly Item[]): PoolShards {
  const pools = new Map<PoolName, Shard[]>();
  for (const item of items) {
    const pool = text(item, "pool") as PoolName;
    const shard = { shard: number(item, "shard"), limit: number(item, "limit"), taken: number(item, "taken") };
    pools.set(pool, [...(pools.get(pool) ?? []), { ...shard, open: item["open"]?.BOOL ?? false }]);
  }
  return pools;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The pools as the rules see them: a pool is open while all of its shards are. */
export function poolStates(pools: PoolShards): Pools {
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
 * A shard with a place, at random in proportion to its places; none if the pool has none. Newcomers take from open
 * shards only. Those to avoid come last: somebody else was met there.
 */
export function chooseShard(
  shards: readonly Shard[],
  door: Change["door"],
  avoid: (shard: number) => boolean = () => false,
): number | undefined {
  const free = shards.filter(({ limit, taken, open }) => taken < limit && (open || door === "line"));
  const quiet = free.filter(({ shard }) => !avoid(shard));
  const among = quiet.length > 0 ? quiet : free;
  let ticket = Math.random() * sum(among.map(({ limit, taken }) => limit - taken));
  return among.find(({ limit, taken }) => {
    ticket -= limit - taken;
    return ticket < 0;
  })?.shard;
}

/** The pools after places were taken and given back. */
export function afterClaims(pools: PoolShards, claims: readonly ShardClaim[]): PoolShards {
  const moved = (pool: PoolName, shard: number) =>
    sum(claims.filter((claim) => claim.pool === pool && claim.shard === shard).map(({ take }) => take));
  return new Map(
    [...pools].map(([pool, shards]) => [
      pool,
      shards.map((each) => ({ ...each, taken: each.taken + moved(pool, each.shard) })),
    ]),
  );
}
