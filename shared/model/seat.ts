/** A limit that seats count against: the venue, the quota of a category or delegation, the capacity of a session. */
export type PoolName = "venue" | `category:${string}` | `delegation:${string}` | `session:${string}`;

export const isDelegationPool = (pool: PoolName): boolean => pool.startsWith("delegation:");

/** For each pool in which a registration has a seat, the number of the shard that the seat was taken from. */
export type ShardAllocations = Readonly<Partial<Record<PoolName, number>>>;

/** The number of shards of each pool of a conference, with and without a limit. */
export type ShardPlan = Readonly<Partial<Record<PoolName, number>>>;

/** Times are RFC 3339, UTC. `waiting.since` decides the order of arrival; `offered` occupies a seat until `until`. */
export type Seat =
  | { readonly state: "none" }
  | { readonly state: "held"; readonly since: string }
  | { readonly state: "waiting"; readonly since: string }
  | { readonly state: "offered"; readonly since: string; readonly until: string };

export const noSeat: Seat = { state: "none" };

/** One shard of a pool: its own limit, its taken seats, and whether the public may take from it. */
export interface Shard {
  readonly shard: number;
  /** `Infinity` while the pool has no limit. */
  readonly limit: number;
  readonly taken: number;
  readonly open: boolean;
}

/** One shard, and how many seats a transaction takes from it. A negative number of seats is given back. */
export interface ShardClaim {
  readonly pool: PoolName;
  readonly shard: number;
  readonly take: number;
  /** Whether the pool has no limit, so that the seat is only counted. */
  readonly isUnlimited?: true;
}

/** The shards of each pool as they were read. The limit of a pool is the sum of the limits of its shards. */
export type PoolShards = ReadonlyMap<PoolName, readonly Shard[]>;
