import type { Change, RegistrationChange } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { PoolName, ShardAllocations } from "#shared/domain/seat.ts";
import { occupiedPools, type Pools } from "#shared/domain/seats.ts";
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
