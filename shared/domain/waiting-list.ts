import { changeOf } from "./accreditation.ts";
import type { Change } from "./change.ts";
import { type Conference, categoryOf } from "./conference.ts";
import { withConfirmBy } from "./lapse.ts";
import type { Registration, SessionSeat } from "./registration.ts";
import type { PoolName } from "./seat.ts";
import { hold, knownPool, offer, type PoolState, type Pools, seatPools, sessionPool } from "./seats.ts";
import { hoursAfter } from "./time.ts";

/** Since when the person stands in line: for the seat, or, holding it, for the first of their sessions. */
export function inLineSince(registration: Registration): string | undefined {
  if (registration.seat.state === "waiting") return registration.seat.since;
  const waits = registration.sessions.flatMap(({ seat }) => (seat.state === "waiting" ? [seat.since] : []));
  return waits.toSorted()[0];
}

/**
 * The order of the line, as a text that sorts: the category's priority as the conference set it (smaller first),
 * then the time of joining, then the identifier, so that anyone who has the rows finds the same order.
 */
export function lineOrder(conference: Conference, registration: Registration): string {
  const { priority } = categoryOf(conference, registration.category);
  return [String(priority).padStart(3, "0"), inLineSince(registration) ?? "", registration.registrationId].join("#");
}

const byOrder = (conference: Conference) => (a: Registration, b: Registration) =>
  lineOrder(conference, a) < lineOrder(conference, b) ? -1 : 1;

/** Whether a pool has a place left, beyond those given away already. */
function hasPlace(pools: Pools, pool: PoolName, given = 0): boolean {
  const { taken, limit } = knownPool(pools, pool);
  return taken + given < limit;
}

/** The places that are left while a line is being served. */
class Places {
  readonly #pools: Pools;
  readonly #given = new Map<PoolName, number>();

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  has(pool: PoolName): boolean {
    return hasPlace(this.#pools, pool, this.#givenOf(pool));
  }

  take(pool: PoolName): void {
    this.#given.set(pool, this.#givenOf(pool) + 1);
  }

  #givenOf(pool: PoolName): number {
    return this.#given.get(pool) ?? 0;
  }
}

/** The sessions asked for, each held where its pool has a place, else waiting since it was first asked for. */
function serveSessions(conference: Conference, places: Places, holder: Registration, at: string): Registration {
  const sessions = holder.sessions.map((asked): SessionSeat => {
    if (asked.seat.state === "held") return asked;
    const pool = sessionPool(conference, asked.sessionId);
    if (pool && !places.has(pool)) return asked.seat.state === "waiting" ? asked : waitFor(asked.sessionId, at);
    if (pool) places.take(pool);
    return { sessionId: asked.sessionId, seat: { state: "held", since: at } };
  });
  const waitingFor = sessions
    .filter(({ seat }) => seat.state === "waiting")
    .map(({ sessionId }): PoolName => `session:${sessionId}`);
  return { ...holder, sessions, waitingFor };
}

const waitFor = (sessionId: string, at: string): SessionSeat => ({ sessionId, seat: { state: "waiting", since: at } });

function serveOne(conference: Conference, places: Places, next: Registration, at: string): Registration {
  if (next.seat.state !== "waiting") return serveSessions(conference, places, next, at);
  const pools = seatPools(conference, next);
  if (!pools.every((pool) => places.has(pool))) return next;
  for (const pool of pools) places.take(pool);
  if (conference.offerHours > 0) return offer(next, at, hoursAfter(at, conference.offerHours));
  return serveSessions(conference, places, hold(next, at), at);
}

const occupied = ({ seat, sessions }: Registration) =>
  [seat, ...sessions.map((each) => each.seat)].map((s) => s.state).join();

/**
 * Serves the line: everyone, in order, who fits all of their pools. A full pool holds back only those who need it.
 * @param line those who wait, in any order
 * @returns a Change for each who gets something, in the order served
 */
export function serve(conference: Conference, pools: Pools, line: readonly Registration[], at: string): Change[] {
  const places = new Places(pools);
  return line.toSorted(byOrder(conference)).flatMap((next) => {
    const after = serveOne(conference, places, next, at);
    if (occupied(after) === occupied(next)) return [];
    const action = after.seat.state === "offered" ? "offer-from-line" : "seat-from-line";
    const change = changeOf(next, after, action, { actor: { kind: "system", id: "waiting-list" }, at });
    return [{ ...withConfirmBy(conference, change), door: "line" as const }];
  });
}

/** What a person in line wants: all pools of the seat together; or, holding it, each session's by itself. */
export function wants(conference: Conference, waiting: Registration): PoolName[][] {
  if (waiting.seat.state === "waiting") return [seatPools(conference, waiting)];
  return waiting.sessions.flatMap(({ sessionId, seat }) => {
    const pool = sessionPool(conference, sessionId);
    return seat.state === "waiting" ? [pool ? [pool] : []] : [];
  });
}

/** Whether one of the things a person wants could be given now. */
export function couldGet(pools: Pools, wanted: readonly (readonly PoolName[])[]): boolean {
  return wanted.some((together) => together.every((pool) => hasPlace(pools, pool)));
}

/**
 * What the line wants of a pool: nobody needs it; those who need it are held back by another pool or by its being
 * full; or somebody could be seated now.
 */
export type Need = "none" | "held-back" | "could-be-seated";

/**
 * Whether newcomers may take from a pool: not while it is full and somebody in line needs it, for then the next place
 * that comes free is theirs; and not while a free place waits to be given to them.
 */
export function shouldBeOpen({ limit, taken }: PoolState, need: Need): boolean {
  return need === "none" || (need === "held-back" && taken < limit);
}

/** What a line wants of each pool, given everything that the people in it want. */
export function needsOf(pools: Pools, wanted: readonly (readonly PoolName[])[]): ReadonlyMap<PoolName, Need> {
  const needs = new Map<PoolName, Need>();
  for (const together of wanted) {
    const fits = couldGet(pools, [together]);
    for (const pool of together) if (fits || !needs.has(pool)) needs.set(pool, fits ? "could-be-seated" : "held-back");
  }
  return needs;
}
