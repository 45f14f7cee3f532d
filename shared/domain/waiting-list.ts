import { changeOf } from "./accreditation.ts";
import type { Change } from "./change.ts";
import { type Conference, categoryOf, lineTargets } from "./conference.ts";
import { withConfirmBy } from "./lapse.ts";
import type { Registration, SessionSeat } from "./registration.ts";
import type { PoolName } from "./seat.ts";
import { hold, knownPool, offer, type PoolState, type Pools, seatPools, sessionPool } from "./seats.ts";
import { nobodySeated, type Seated } from "./targets.ts";
import { hoursAfter } from "./time.ts";
import { type Reason, type Turn, turnsByTargets } from "./turns-by-targets.ts";

/** Since when the person stands in line: for the seat, or, holding it, for the first of their sessions. */
export function inLineSince(registration: Registration): string | undefined {
  if (registration.seat.state === "waiting") return registration.seat.since;
  const waits = registration.sessions.flatMap(({ seat }) => (seat.state === "waiting" ? [seat.since] : []));
  return waits.toSorted()[0];
}

/**
 * The order of the line by arrival, as a text that sorts: the category's priority as the conference set it (smaller first),
 * then the time of joining, then the identifier, so that anyone who has the rows finds the same order.
 */
export function lineOrder(conference: Conference, registration: Registration): string {
  const { priority } = categoryOf(conference, registration.category);
  return [String(priority).padStart(3, "0"), inLineSince(registration) ?? "", registration.registrationId].join("#");
}

const byOrder = (conference: Conference) => (a: Registration, b: Registration) =>
  lineOrder(conference, a) < lineOrder(conference, b) ? -1 : 1;

/** Somebody whose turn it is, and which targets a seat for them brings nearer, where the line is ordered by them. */
type InTurn = Pick<Turn, "registration" | "reasons">;

const noReasons = () => [];

/**
 * A line in the order in which it is served, by the order that the conference has set. By targets, each priority's people
 * come by what they bring the composition to; before them those who hold their seat and wait for a session, by arrival,
 * for they change nothing in it. The caller says after each turn whether it gave a seat, for that decides who is next.
 * @param seated who is seated when the first turn comes; nobody asks where the order is that of arrival
 */
function* inTurn(
  conference: Conference,
  line: readonly Registration[],
  seated: Seated,
): Generator<InTurn, void, boolean> {
  const arrived = line.toSorted(byOrder(conference));
  const targets = lineTargets(conference);
  if (!targets) {
    for (const registration of arrived) yield { registration, reasons: noReasons };
    return;
  }
  let now = seated;
  for (const equals of Map.groupBy(arrived, (each) => categoryOf(conference, each.category).priority).values()) {
    const { holders = [], waiting = [] } = Object.groupBy(equals, ({ seat }) =>
      seat.state === "waiting" ? "waiting" : "holders",
    );
    for (const registration of holders) yield { registration, reasons: noReasons };
    now = yield* turnsByTargets(targets, now, waiting);
  }
}

/** A line as it would be served if there were a place for everybody. */
export function asServed(conference: Conference, line: readonly Registration[], seated: Seated): Registration[] {
  const served: Registration[] = [];
  const turns = inTurn(conference, line, seated);
  for (let turn = turns.next(); !turn.done; turn = turns.next(true)) served.push(turn.value.registration);
  return served;
}

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
 * Serves the line: everyone, in turn, who fits all of their pools. A full pool holds back only those who need it.
 * @param line those who wait, in any order
 * @param seated who is seated now, for a line that is ordered by targets
 * @returns a Change for each who gets something, in the order served
 */
export function serve(
  conference: Conference,
  pools: Pools,
  line: readonly Registration[],
  at: string,
  seated: Seated = nobodySeated,
): Change[] {
  const places = new Places(pools);
  const changes: Change[] = [];
  const turns = inTurn(conference, line, seated);
  for (let turn = turns.next(); !turn.done; ) {
    const { registration: next, reasons } = turn.value;
    const after = serveOne(conference, places, next, at);
    const isServed = occupied(after) !== occupied(next);
    if (isServed) changes.push(servedChange(conference, next, after, reasons(), at));
    turn = turns.next(isServed);
  }
  return changes;
}

function servedChange(
  conference: Conference,
  next: Registration,
  after: Registration,
  towards: readonly Reason[],
  at: string,
): Change {
  const action = after.seat.state === "offered" ? "offer-from-line" : "seat-from-line";
  const change = changeOf(next, after, action, { actor: { kind: "system", id: "waiting-list" }, at });
  return { ...withConfirmBy(conference, change), door: "line", ...(towards.length > 0 && { towards }) };
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
