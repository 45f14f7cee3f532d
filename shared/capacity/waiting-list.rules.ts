import type { Change, TargetReason } from "#shared/model/change.ts";
import type { Conference, Targets } from "#shared/model/conference.ts";
import type { Registration, SessionSeat } from "#shared/model/registration.ts";
import type { PoolName, Seat } from "#shared/model/seat.ts";
import { isConferenceOver, roundToDay } from "#shared/model/time.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";
import { noSeatedCounts, type SeatedCounts } from "#shared/statistics/targets.rules.ts";
import {
  addConfirmationDeadline,
  findSessionPool,
  getCategory,
  getSeatExpiry,
  holdSeat,
  listSeatPools,
  offerSeat,
  type PoolState,
  type Pools,
  requirePool,
  withSessions,
} from "./seats.rules.ts";
import { orderByTargets, type PriorityTurn } from "./target-based-priority.rules.ts";

/** Since when the person waits: for a conference seat or, if they hold one, for the first of their sessions. */
export function getWaitingSince(registration: Registration): string | undefined {
  if (registration.seat.state === "waiting") return registration.seat.since;
  const waits = registration.sessions.flatMap(({ seat }) => (seat.state === "waiting" ? [seat.since] : []));
  return waits.toSorted()[0];
}

/** The registration as if the person waited since the beginning of the day, for those who may not learn the time. */
export function roundWaitingSince(registration: Registration): Registration {
  const round = (seat: Seat): Seat => (seat.state === "waiting" ? { ...seat, since: roundToDay(seat.since) } : seat);
  const sessions = registration.sessions.map((each) => ({ ...each, seat: round(each.seat) }));
  return { ...registration, seat: round(registration.seat), sessions };
}

/** As `roundWaitingSince`, in a position of `formatArrivalOrder`. */
export const roundArrivalOrder = (order: string): string =>
  order.replace(/(?<=#)[^#]*(?=#)/, (since) => roundToDay(since));

/**
 * The position in the order of arrival, as a text that sorts: the priority of the category (smaller first), the time
 * of joining, the identifier. Any reader of the rows arrives at the same order.
 */
export function formatArrivalOrder(conference: Conference, registration: Registration): string {
  const { priority } = getCategory(conference, registration.category);
  return [String(priority).padStart(3, "0"), getWaitingSince(registration) ?? "", registration.registrationId].join(
    "#",
  );
}

/** How indexes list the registration: its order on the waiting list if it waits, and when its seat expires. */
export const toRegistrationListing = (conference: Conference, registration: Registration) => ({
  waitingOrder: getWaitingSince(registration) === undefined ? undefined : formatArrivalOrder(conference, registration),
  expiresAt: getSeatExpiry(conference, registration),
});

const byArrival = (conference: Conference) => (a: Registration, b: Registration) =>
  formatArrivalOrder(conference, a) < formatArrivalOrder(conference, b) ? -1 : 1;

/** The next registration to serve, and the targets that a seat for it brings nearer. */
type ServiceTurn = Pick<PriorityTurn, "registration" | "reasons">;

const getNoReasons = () => [];

/**
 * Yields the waiting list in service order, as the conference configured it. With targets, the people of each priority
 * come in the order of their effect on the composition. Holders of a seat who wait for a session come before them, in
 * order of arrival, because they do not change the composition. The caller reports after each turn whether it gave a
 * seat, because that decides who is next.
 * @param seated the seated composition before the first turn; not used for the order of arrival
 */
function* iterateInServiceOrder(
  conference: Conference,
  waitingList: readonly Registration[],
  seated: SeatedCounts,
): Generator<ServiceTurn, void, boolean> {
  const arrived = waitingList.toSorted(byArrival(conference));
  const targets = getWaitingListTargets(conference);
  if (!targets) {
    for (const registration of arrived) yield { registration, reasons: getNoReasons };
    return;
  }
  let current = seated;
  for (const equals of Map.groupBy(arrived, (each) => getCategory(conference, each.category).priority).values()) {
    const { holders = [], waiting = [] } = Object.groupBy(equals, ({ seat }) =>
      seat.state === "waiting" ? "waiting" : "holders",
    );
    for (const registration of holders) yield { registration, reasons: getNoReasons };
    current = yield* orderByTargets(targets, current, waiting);
  }
}

/** The waiting list in service order, as if there were a seat for everyone. */
export function simulateService(
  conference: Conference,
  waitingList: readonly Registration[],
  seated: SeatedCounts,
): Registration[] {
  const served: Registration[] = [];
  const turns = iterateInServiceOrder(conference, waitingList, seated);
  for (let turn = turns.next(); !turn.done; turn = turns.next(true)) served.push(turn.value.registration);
  return served;
}

/** Whether a pool has a free seat beyond those taken in this pass. */
function hasFreeSeat(pools: Pools, pool: PoolName, takenNow = 0): boolean {
  const { taken, limit } = requirePool(pools, pool);
  return taken + takenNow < limit;
}

/** The free seats of each pool while a waiting list is served. */
class FreeSeats {
  readonly #pools: Pools;
  readonly #taken = new Map<PoolName, number>();

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  has(pool: PoolName): boolean {
    return hasFreeSeat(this.#pools, pool, this.#taken.get(pool));
  }

  take(pool: PoolName): void {
    this.#taken.set(pool, (this.#taken.get(pool) ?? 0) + 1);
  }
}

/** Holds each requested session that has a free seat. The others wait since they were first requested. */
function serveSessionSeats(conference: Conference, free: FreeSeats, holder: Registration, at: string): Registration {
  const sessions = holder.sessions.map((requested): SessionSeat => {
    const { sessionId, seat } = requested;
    if (seat.state === "held") return requested;
    const pool = findSessionPool(conference, sessionId);
    if (pool && !free.has(pool))
      return seat.state === "waiting" ? requested : { sessionId, seat: { state: "waiting", since: at } };
    if (pool) free.take(pool);
    return { sessionId, seat: { state: "held", since: at } };
  });
  return withSessions(holder, sessions);
}

function serveRegistration(conference: Conference, free: FreeSeats, next: Registration, at: string): Registration {
  if (next.seat.state !== "waiting") return serveSessionSeats(conference, free, next, at);
  const pools = listSeatPools(conference, next);
  if (!pools.every((pool) => free.has(pool))) return next;
  for (const pool of pools) free.take(pool);
  if (conference.offerHours > 0) return offerSeat(conference, next, at);
  return serveSessionSeats(conference, free, holdSeat(next, at), at);
}

const seatStates = ({ seat, sessions }: Registration) =>
  [seat, ...sessions.map((each) => each.seat)].map((s) => s.state).join();

/**
 * Serves the waiting list: gives a seat to each registration, in service order, that fits all of its pools. A full
 * pool holds back only those who need it. After the end of the conference no one is served.
 * @param waitingList in any order
 * @param seated the seated composition, for a waiting list that is ordered by targets
 * @returns a Change for each registration that receives a seat, in the order served
 */
export function serveWaitingList(
  conference: Conference,
  pools: Pools,
  waitingList: readonly Registration[],
  at: string,
  seated: SeatedCounts = noSeatedCounts,
): Change[] {
  if (isConferenceOver(conference, at)) return [];
  const free = new FreeSeats(pools);
  const changes: Change[] = [];
  const turns = iterateInServiceOrder(conference, waitingList, seated);
  for (let turn = turns.next(); !turn.done; ) {
    const { registration: next, reasons } = turn.value;
    const after = serveRegistration(conference, free, next, at);
    const isServed = seatStates(after) !== seatStates(next);
    if (isServed) changes.push(createServiceChange(conference, next, after, reasons(), at));
    turn = turns.next(isServed);
  }
  return changes;
}

function createServiceChange(
  conference: Conference,
  next: Registration,
  after: Registration,
  towards: readonly TargetReason[],
  at: string,
): Change {
  const action = after.seat.state === "offered" ? "offer-from-waiting-list" : "seat-from-waiting-list";
  const change = createChange(next, after, action, { actor: { kind: "system", id: "waiting-list" }, at });
  const reasons = towards.length > 0 && { targetReasons: towards };
  return { ...addConfirmationDeadline(conference, change), admission: "waiting-list", ...reasons };
}

/**
 * The pools that a waiting registration needs, in groups that are given together: all pools of the conference seat, or,
 * for a holder of that seat, the pool of each session.
 */
export function listWantedPools(conference: Conference, waiting: Registration): PoolName[][] {
  if (waiting.seat.state === "waiting") return [listSeatPools(conference, waiting)];
  return waiting.sessions.flatMap(({ sessionId, seat }) => {
    const pool = findSessionPool(conference, sessionId);
    return seat.state === "waiting" ? [pool ? [pool] : []] : [];
  });
}

/** Whether at least one of the wanted groups has a free seat in each of its pools. */
export function canBeSeated(pools: Pools, wanted: readonly (readonly PoolName[])[]): boolean {
  return wanted.some((together) => together.every((pool) => hasFreeSeat(pools, pool)));
}

/**
 * The demand of the waiting list for a pool: no registration needs it; those that need it are held back, by this pool
 * or another full one; or at least one of them could be seated now.
 */
export type PoolDemand = "none" | "held-back" | "could-be-seated";

/**
 * Whether a pool is open to the public. A full pool that the waiting list needs is closed, because its next free seat
 * belongs to the waiting list. A pool is also closed while it has a free seat that the waiting list can use.
 */
export function isPoolOpenToNewcomers({ limit, taken }: PoolState, demand: PoolDemand): boolean {
  return demand === "none" || (demand === "held-back" && taken < limit);
}

/** The demand for each pool, from the pool groups that all waiting registrations want. */
export function assessPoolDemand(
  pools: Pools,
  wanted: readonly (readonly PoolName[])[],
): ReadonlyMap<PoolName, PoolDemand> {
  const demand = new Map<PoolName, PoolDemand>();
  for (const together of wanted) {
    const fits = canBeSeated(pools, [together]);
    for (const pool of together)
      if (fits || !demand.has(pool)) demand.set(pool, fits ? "could-be-seated" : "held-back");
  }
  return demand;
}

/** The targets by which the line is ordered; none where it is by arrival. */
export const getWaitingListTargets = ({ waitingListOrder, targets }: Conference): Targets | undefined =>
  waitingListOrder === "targets" ? targets : undefined;
