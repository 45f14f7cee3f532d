import { type Conference, categoryOf } from "./conference.ts";
import { Refusal } from "./refusal.ts";
import type { Registration, SessionSeat } from "./registration.ts";
import { noSeat, occupies, type PoolName } from "./seat.ts";

/** What a rule may know of a pool: whether newcomers may take from it, and how many places it has left. */
export interface PoolState {
  readonly open: boolean;
  readonly limit: number;
  readonly taken: number;
}

/** The pools of one conference at one moment, by name. */
export type Pools = ReadonlyMap<PoolName, PoolState>;

/** Every pool of the conference with its limit in seats. */
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

/** The pools that this person's seat at the conference counts against: from all of them, or from none. */
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

/** Every delegation has a pool; one without a quota has a limit that no venue reaches. */
export const delegationPool = (delegationId: string): PoolName => `delegation:${delegationId}`;

/** The pool of a session, if the session has a limit of its own. */
export function sessionPool(conference: Conference, sessionId: string): PoolName | undefined {
  const session = conference.sessions.find((each) => each.sessionId === sessionId);
  return session?.capacity === undefined ? undefined : `session:${sessionId}`;
}

/** Every pool in which the registration occupies a place: the seat's, and those of its session seats. */
export function occupiedPools(conference: Conference, registration: Registration): PoolName[] {
  const main = occupies(registration.seat) ? seatPools(conference, registration) : [];
  const sessions = registration.sessions
    .filter(({ seat }) => occupies(seat))
    .flatMap(({ sessionId }) => sessionPool(conference, sessionId) ?? []);
  return [...main, ...sessions];
}

/** Which of the pools that this registration needs admit no newcomer now. */
export function heldBackBy(pools: Pools, needed: readonly PoolName[]): PoolName[] {
  return needed.filter((pool) => !admitsNewcomer(pools, pool));
}

/** Whether a newcomer may take a place: somebody in line, or a full pool, sends them to the line. */
function admitsNewcomer(pools: Pools, pool: PoolName): boolean {
  const { open, limit, taken } = knownPool(pools, pool);
  return open && taken < limit;
}

/** A rule asks about a pool that wasn't read: of delegations only those are that somebody needs. */
export class UnknownPool extends Error {
  readonly pool: PoolName;

  constructor(pool: PoolName) {
    super("a pool that was not read");
    this.name = "UnknownPool";
    this.pool = pool;
  }
}

/** @throws UnknownPool rather than to take a pool that nobody read for a full one */
export function knownPool(pools: Pools, pool: PoolName): PoolState {
  const state = pools.get(pool);
  if (!state) throw new UnknownPool(pool);
  return state;
}

/**
 * A newcomer asks for a seat: it is held where every pool admits them; else they join the line at `at`.
 * @throws Refusal `full` where the conference keeps no waiting list.
 */
export function askForSeat(conference: Conference, pools: Pools, asking: Registration, at: string): Registration {
  const waitingFor = heldBackBy(pools, seatPools(conference, asking));
  if (waitingFor.length === 0) return seatSessions(conference, pools, hold(asking, at), at);
  if (!conference.waitingList) throw new Refusal("full");
  return { ...asking, seat: { state: "waiting", since: at }, waitingFor };
}

/** The seat is theirs; nothing holds them back any more. */
export function hold(registration: Registration, at: string): Registration {
  return { ...registration, seat: { state: "held", since: at }, waitingFor: [] };
}

/** Only a holder of the main seat may hold a session's: each asked for is held, or waits in its own line. */
export function seatSessions(conference: Conference, pools: Pools, holder: Registration, at: string): Registration {
  const sessions = holder.sessions.map(({ sessionId }): SessionSeat => {
    const pool = sessionPool(conference, sessionId);
    const state = !pool || admitsNewcomer(pools, pool) ? "held" : "waiting";
    return { sessionId, seat: { state, since: at } };
  });
  const waitingFor = sessions
    .filter(({ seat }) => seat.state === "waiting")
    .map(({ sessionId }): PoolName => `session:${sessionId}`);
  return { ...holder, sessions, waitingFor };
}

/** The seat is theirs if they accept it in time; until then it counts as taken. */
export function offer(registration: Registration, at: string, until: string): Registration {
  return { ...registration, seat: { state: "offered", since: at, until }, waitingFor: [] };
}

/** The seat is given up, and with it every session's. */
export function release(registration: Registration): Registration {
  const sessions = registration.sessions.map(({ sessionId }) => ({ sessionId, seat: noSeat }));
  return { ...registration, seat: noSeat, sessions, waitingFor: [] };
}
