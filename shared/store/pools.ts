import type { Conference } from "#shared/domain/conference.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { type Pools, poolLimits } from "#shared/domain/seats.ts";
import { type Key, keys } from "./keys.ts";
import { getItems, type Item, number, type Table, text } from "./table.ts";

/** One shard of a pool: its own limit, what is taken of it, and whether newcomers may take from it. */
export interface Shard {
  readonly shard: number;
  readonly limit: number;
  readonly taken: number;
  readonly open: boolean;
}

/** The shards of each pool as they were read. A pool's limit is the sum of its shards' limits. */
export type PoolShards = ReadonlyMap<PoolName, readonly Shard[]>;

/** How many shards each pool has; for now one each. */
const shardsOf = (_pool: PoolName): readonly number[] => [0];

/** The keys of every shard of the conference's pools. */
export function shardKeys(conference: Conference): Key[] {
  const pools = [...poolLimits(conference).keys()];
  return pools.flatMap((pool) => shardsOf(pool).map((shard) => keys.shard(conference.conferenceId, pool, shard)));
}

/** Every pool of the conference with its shards, read consistently. */
export async function loadPools(table: Table, conference: Conference): Promise<PoolShards> {
  return poolShardsOf(await getItems(table, shardKeys(conference)));
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

/** The pools as the rules see them: a pool is open while any of its shards is. */
export function poolStates(pools: PoolShards): Pools {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return new Map(
    [...pools].map(([pool, shards]) => [
      pool,
      {
        open: shards.some(({ open }) => open),
        limit: sum(shards.map(({ limit }) => limit)),
        taken: sum(shards.map(({ taken }) => taken)),
      },
    ]),
  );
}

/** A shard with a place, at random in proportion to its places; none if the pool has none. */
export function chooseShard(pools: PoolShards, pool: PoolName): number | undefined {
  const free = (pools.get(pool) ?? []).filter(({ limit, taken }) => taken < limit);
  let ticket = Math.random() * free.reduce((total, { limit, taken }) => total + limit - taken, 0);
  return free.find(({ limit, taken }) => {
    ticket -= limit - taken;
    return ticket < 0;
  })?.shard;
}
