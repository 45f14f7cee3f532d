/** A limit that seats count against: the venue, the quota of a category or delegation, the capacity of a session. */
export type PoolName = "venue" | `category:${string}` | `delegation:${string}` | `session:${string}`;

/** For each pool in which a registration has a seat, the number of the shard that the seat was taken from. */
export type ShardAllocations = Readonly<Partial<Record<PoolName, number>>>;

/** The number of shards of each pool of a conference. */
export type ShardPlan = Readonly<Partial<Record<PoolName, number>>>;

/** Times are RFC 3339, UTC. `waiting.since` decides the order of arrival; `offered` occupies a seat until `until`. */
export type Seat =
  | { readonly state: "none" }
  | { readonly state: "held"; readonly since: string }
  | { readonly state: "waiting"; readonly since: string }
  | { readonly state: "offered"; readonly since: string; readonly until: string };

export const noSeat: Seat = { state: "none" };
