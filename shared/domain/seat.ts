/** A limit that seats count against: the venue, a category's or a delegation's quota, a session's capacity. */
export type PoolName = "venue" | `category:${string}` | `delegation:${string}` | `session:${string}`;

/** Which shard of each pool a registration's place was taken from. */
export type Places = Readonly<Partial<Record<PoolName, number>>>;

/** Times are RFC 3339, UTC. `waiting.since` is the place in line; `offered` counts as taken until `until`. */
export type Seat =
  | { readonly state: "none" }
  | { readonly state: "held"; readonly since: string }
  | { readonly state: "waiting"; readonly since: string }
  | { readonly state: "offered"; readonly since: string; readonly until: string };

export const noSeat: Seat = { state: "none" };

/** A seat that is `held` or `offered` occupies a place in each pool that applies. */
export function occupies(seat: Seat): boolean {
  return seat.state === "held" || seat.state === "offered";
}
