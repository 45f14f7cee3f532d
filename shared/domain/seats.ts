import { type Conference, categoryOf } from "./conference.ts";
import type { Delegation } from "./delegation.ts";
import { Refusal } from "./refusal.ts";
import type { Registration, SessionSeat } from "./registration.ts";
import { noSeat, type PoolName, type Seat } from "./seat.ts";

/** Whether the seat counts against its pools: a `held` or `offered` seat does. */
export function occupies(seat: Seat): boolean {
  return seat.state === "held" || seat.state === "offered";
}

/** A pool as rules see it: whether it is open to the public, its limit and its taken seats. */
export interface PoolState {
  readonly open: boolean;
  readonly limit: number;
  readonly taken: number;
}

/** The pools of one conference at one moment, by name. */
export type Pools = ReadonlyMap<PoolName, PoolState>;

/** Every pool of the conference with its limit in seats, without the pools of delegations. */
export function poolLimits(conference: Conference): Map<PoolName, number> {
  const limits = new Map<PoolName, number>([["venue", conference.venue.capacity]]);
  for (const { category, quota } of conference.categories) {
    if (quota !== undefined) limits.set(`category:${category}`, quota);
  }
  for (const { sessionId, capacity } of conference.sessions) {
    if (capacity !== undefined) limits.set(`session:${sessionId}`, capacity);
  }
  return limits;
}

/** The pools that a person's conference seat counts against. A seat takes from all of them or from none. */
export function seatPools(
  conference: Conference,
  person: Pick<Registration, "category"> & { readonly delegationId?: string },
): PoolName[] {
  const { category, quota } = categoryOf(conference, person.category);
  const { delegationId } = person;
  return [
    "venue",
    ...(quota === undefined ? [] : [`category:${category}` as const]),
    ...(delegationId === undefined ? [] : [delegationPool(delegationId)]),
  ];
}

/** The pool of a delegation. Every delegation has one, also without a quota. */
export const delegationPool = (delegationId: string): PoolName => `delegation:${delegationId}`;

/** The limit, in seats, of a delegation without a quota: more than any venue has. */
const unlimited = 1_000_000;

/** The limit of a delegation's pool, in seats. */
export const seatLimit = ({ quota }: Pick<Delegation, "quota">): number => quota ?? unlimited;

/** The pool of a session, if the session has a capacity of its own. */
export function sessionPool(conference: Conference, sessionId: string): PoolName | undefined {
  const session = conference.sessions.find((each) => each.sessionId === sessionId);
  return session?.capacity === undefined ? undefined : `session:${sessionId}`;
}

/** Every pool in which the registration occupies a seat: the pools of its conference seat and of its session seats. */
export function occupiedPools(conference: Conference, registration: Registration): PoolName[] {
  const main = occupies(registration.seat) ? seatPools(conference, registration) : [];
  const sessions = registration.sessions
    .filter(({ seat }) => occupies(seat))
    .flatMap(({ sessionId }) => sessionPool(conference, sessionId) ?? []);
  return [...main, ...sessions];
}

/** The needed pools that have no seat for the public now. */
export function findBlockingPools(pools: Pools, needed: readonly PoolName[]): PoolName[] {
  return needed.filter((pool) => !admitsPublic(pools, pool));
}

/** A pool that is closed has seats for the waiting list only. */
function admitsPublic(pools: Pools, pool: PoolName): boolean {
  const { open, limit, taken } = requirePool(pools, pool);
  return open && taken < limit;
}

/** A rule needs a pool that was not loaded. The pools of delegations are loaded on demand. */
export class PoolNotLoaded extends Error {
  readonly pool: PoolName;

  constructor(pool: PoolName) {
    super("a pool that was not loaded");
    this.name = "PoolNotLoaded";
    this.pool = pool;
  }
}

/** @throws PoolNotLoaded, because a pool that was not loaded must not count as full */
export function requirePool(pools: Pools, pool: PoolName): PoolState {
  const state = pools.get(pool);
  if (!state) throw new PoolNotLoaded(pool);
  return state;
}

/**
 * Requests a seat: it is held if every pool admits the public; otherwise the person joins the waiting list at `at`.
 * @throws Refusal `full` if the conference has no waiting list
 */
export function requestSeat(conference: Conference, pools: Pools, applicant: Registration, at: string): Registration {
  const waitingFor = findBlockingPools(pools, seatPools(conference, applicant));
  if (waitingFor.length === 0) return requestSessionSeats(conference, pools, holdSeat(applicant, at), at);
  if (!conference.waitingList) throw new Refusal("full");
  return { ...applicant, seat: { state: "waiting", since: at }, waitingFor };
}

/** The registration holds its seat and waits for no pool. */
export function holdSeat(registration: Registration, at: string): Registration {
  return { ...registration, seat: { state: "held", since: at }, waitingFor: [] };
}

/** Requests the session seats of a person who holds a conference seat: each is held, or waits for its own pool. */
export function requestSessionSeats(
  conference: Conference,
  pools: Pools,
  holder: Registration,
  at: string,
): Registration {
  const sessions = holder.sessions.map(({ sessionId }): SessionSeat => {
    const pool = sessionPool(conference, sessionId);
    const state = !pool || admitsPublic(pools, pool) ? "held" : "waiting";
    return { sessionId, seat: { state, since: at } };
  });
  return withSessions(holder, sessions);
}

/** The registration with these session seats, waiting for the sessions that are still full. */
export function withSessions(holder: Registration, sessions: readonly SessionSeat[]): Registration {
  const waitingFor = sessions
    .filter(({ seat }) => seat.state === "waiting")
    .map(({ sessionId }): PoolName => `session:${sessionId}`);
  return { ...holder, sessions, waitingFor };
}

/** Offers the seat until `until`. An offered seat counts as taken. */
export function offerSeat(registration: Registration, at: string, until: string): Registration {
  return { ...registration, seat: { state: "offered", since: at, until }, waitingFor: [] };
}

/** Releases the conference seat and every session seat. */
export function releaseSeat(registration: Registration): Registration {
  const sessions = registration.sessions.map(({ sessionId }) => ({ sessionId, seat: noSeat }));
  return { ...registration, seat: noSeat, sessions, waitingFor: [] };
}
