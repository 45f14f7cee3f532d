import type { Action, Change, CommandContext, EmailIntent, RegistrationChange } from "#shared/model/change.ts";
import { type Category, type Conference, findKnownCategory } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration, SessionSeat } from "#shared/model/registration.ts";
import { noSeat, type PoolName, type Seat } from "#shared/model/seat.ts";
import { addHours, getConferenceEnd, isConferenceOver } from "#shared/model/time.ts";
import { createChange, isOnline } from "#shared/registrations/registration.rules.ts";

/** Whether the seat counts against its pools: a `held` or `offered` seat does. */
export function occupies(seat: Seat): boolean {
  return seat.state === "held" || seat.state === "offered";
}

/** A pool as rules see it: whether it is open to the public, its limit and its taken seats. */
export interface PoolState {
  readonly isOpen: boolean;
  readonly limit: number;
  readonly taken: number;
}

/** The pools of one conference at one moment, by name. */
export type Pools = ReadonlyMap<PoolName, PoolState>;

/** Every pool of the conference that has a limit, with that limit in seats, without the pools of delegations. */
export function listPoolLimits(conference: Conference): Map<PoolName, number> {
  const limits = new Map<PoolName, number>([["venue", conference.venue.capacity]]);
  for (const { category, quota } of conference.categories) {
    if (quota !== undefined) limits.set(`category:${category}`, quota);
  }
  for (const { sessionId, capacity } of conference.sessions) {
    if (capacity !== undefined) limits.set(`session:${sessionId}`, capacity);
  }
  return limits;
}

/**
 * The limit of a pool of the conference, in seats. `Infinity` for the pool of a delegation, whose limit the delegation
 * has.
 */
export const getPoolLimit = (conference: Conference, pool: PoolName): number =>
  listPoolLimits(conference).get(pool) ?? Number.POSITIVE_INFINITY;

/** The pools that have no limit. They count their seats all the same, so that a limit can be set at any time. */
export const listUnlimitedPools = ({ categories, sessions }: Conference): PoolName[] => [
  ...categories.filter(({ quota }) => quota === undefined).map(({ category }) => toCategoryPoolName(category)),
  ...sessions.filter(({ capacity }) => capacity === undefined).map(({ sessionId }) => toSessionPoolName(sessionId)),
];

/** The conference with the pools that have lost their limit, now or earlier. */
export function markLiftedPools(before: Conference | undefined, after: Conference): Conference {
  const { liftedPools: _, ...conference } = after;
  const had = new Set(before ? [...listPoolLimits(before).keys(), ...(before.liftedPools ?? [])] : []);
  const liftedPools = listUnlimitedPools(after).filter((pool) => had.has(pool));
  return liftedPools.length > 0 ? { ...conference, liftedPools } : conference;
}

const toCategoryPoolName = (category: string): PoolName => `category:${category}`;

const toSessionPoolName = (sessionId: string): PoolName => `session:${sessionId}`;

/**
 * The pools with a limit that a person's conference seat counts against. A seat takes from all of them or from none.
 */
export function listSeatPools(
  conference: Conference,
  person: Pick<Registration, "category"> & { readonly delegationId?: string },
): PoolName[] {
  const { category, quota } = getCategory(conference, person.category);
  const { delegationId } = person;
  return [
    "venue",
    ...(quota === undefined ? [] : [`category:${category}` as const]),
    ...(delegationId === undefined ? [] : [toDelegationPoolName(delegationId)]),
  ];
}

/** The pool of a delegation. Every delegation has one, also without a quota. */
export const toDelegationPoolName = (delegationId: string): PoolName => `delegation:${delegationId}`;

/** The limit, in seats, of a delegation without a quota: more than any venue has. */
const unlimited = 1_000_000;

/** The limit of a delegation's pool, in seats. */
export const getSeatLimit = ({ quota }: Pick<Delegation, "quota">): number => quota ?? unlimited;

/** The pool of a session, if the session has a capacity of its own. */
export function findSessionPool(conference: Conference, sessionId: string): PoolName | undefined {
  const session = conference.sessions.find((each) => each.sessionId === sessionId);
  return session?.capacity === undefined ? undefined : `session:${sessionId}`;
}

/**
 * Every pool in which the registration occupies a seat, with and without a limit: the pools of its conference seat and
 * of its session seats.
 * @throws DomainError `invalid-request` if the conference never had its category
 */
export function listOccupiedPools(conference: Conference, registration: Registration): PoolName[] {
  const { seat, delegationId, sessions } = registration;
  const { category } = getCategory(conference, registration.category);
  const delegation = delegationId === undefined ? [] : [toDelegationPoolName(delegationId)];
  const main: PoolName[] = occupies(seat) ? ["venue", toCategoryPoolName(category), ...delegation] : [];
  const attended = sessions.filter((each) => occupies(each.seat));
  return [...main, ...attended.map(({ sessionId }) => toSessionPoolName(sessionId))];
}

/** The pools once the registration has taken its seats. A pool that was not loaded stays so. */
export function occupyPools(conference: Conference, pools: Pools, registration: Registration): Pools {
  const occupied = new Set(listOccupiedPools(conference, registration));
  const occupy = (pool: PoolState) => ({ ...pool, taken: pool.taken + 1 });
  return new Map([...pools].map(([name, pool]) => [name, occupied.has(name) ? occupy(pool) : pool]));
}

/** The needed pools that have no seat for the public now. */
export function findBlockingPools(pools: Pools, needed: readonly PoolName[]): PoolName[] {
  return needed.filter((pool) => !admitsPublic(pools, pool));
}

/** A pool that is closed has seats for the waiting list only. */
function admitsPublic(pools: Pools, pool: PoolName): boolean {
  const { isOpen, limit, taken } = requirePool(pools, pool);
  return isOpen && taken < limit;
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
 * Whether a change gives a seat: the seat of the conference or of a session is held or offered, and was not so before.
 */
function givesSeat({ before, after }: RegistrationChange): boolean {
  const isNew = (seat: Seat, earlier: Seat | undefined) => occupies(seat) && seat.state !== earlier?.state;
  const earlierSessions = new Map(before?.sessions.map(({ sessionId, seat }) => [sessionId, seat]));
  return (
    isNew(after.seat, before?.seat) ||
    after.sessions.some(({ sessionId, seat }) => isNew(seat, earlierSessions.get(sessionId)))
  );
}

/** @throws DomainError `conference-over` for a change that gives a seat after the end of the conference */
export function assertGivesNoSeatAfterEnd(
  conference: Conference,
  { registrations, at }: Pick<Change, "registrations" | "at">,
): void {
  if (isConferenceOver(conference, at) && registrations.some(givesSeat)) throw new DomainError("conference-over");
}

/**
 * Requests a seat: it is held if every pool admits the public; otherwise the person joins the waiting list at `at`.
 * A person who takes part online needs none.
 * @throws DomainError `full` if the conference has no waiting list; `conference-over` after its end
 */
export function requestSeat(conference: Conference, pools: Pools, applicant: Registration, at: string): Registration {
  if (isOnline(applicant)) return applicant;
  if (isConferenceOver(conference, at)) throw new DomainError("conference-over");
  const waitingFor = findBlockingPools(pools, listSeatPools(conference, applicant));
  if (waitingFor.length === 0) return requestSessionSeats(conference, pools, holdSeat(applicant, at), at);
  if (!conference.waitingList) throw new DomainError("full");
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
    const pool = findSessionPool(conference, sessionId);
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

/**
 * Changes which sessions the person wants. A session that stays keeps its seat. A holder of a conference seat is seated
 * in each new session, or waits for it if it is full.
 */
export function changeSessions(
  conference: Conference,
  pools: Pools,
  registration: Registration,
  sessionIds: readonly string[],
  at: string,
): Registration {
  const isHolder = registration.seat.state === "held";
  const asNew = { ...registration, sessions: sessionIds.map((sessionId) => ({ sessionId, seat: noSeat })) };
  const requested = isHolder ? requestSessionSeats(conference, pools, asNew, at) : asNew;
  const sessions = requested.sessions.map(
    (each) => registration.sessions.find(({ sessionId }) => sessionId === each.sessionId) ?? each,
  );
  return isHolder ? withSessions(registration, sessions) : { ...registration, sessions };
}

/** Offers the seat for the conference's offer hours, at most until its end. An offered seat counts as taken. */
export function offerSeat(conference: Conference, registration: Registration, at: string): Registration {
  const [until = ""] = [addHours(at, conference.offerHours), getConferenceEnd(conference)].toSorted();
  return { ...registration, seat: { state: "offered", since: at, until }, waitingFor: [] };
}

/** Releases the conference seat and every session seat. */
export function releaseSeat(registration: Registration): Registration {
  const sessions = registration.sessions.map(({ sessionId }) => ({ sessionId, seat: noSeat }));
  return { ...registration, seat: noSeat, sessions, waitingFor: [] };
}

/**
 * The category as this conference knows it, also if it was removed.
 * @throws DomainError `invalid-request` at `category` when the conference has no such category.
 */
export function getCategory(conference: Pick<Conference, "categories" | "removedCategories">, name: string): Category {
  const found = conference.categories.find(({ category }) => category === name) ?? findKnownCategory(conference, name);
  if (!found) throw new DomainError("invalid-request", [{ path: "category", rule: "unknownCategory" }]);
  return found;
}

/**
 * A category that a person or a delegation may be given.
 * @throws DomainError `invalid-request` at `category` when the conference has no such category, or no more.
 */
export const getOfferedCategory = ({ categories }: Conference, name: string): Category =>
  getCategory({ categories }, name);

/** A time limit on a seat, and the action that takes the seat back when it passes. */
interface TimeLimit {
  readonly at: string;
  readonly action: Extract<Action, "expire-offer" | "correction-overdue" | "address-unconfirmed">;
}

/** An offer ends when it is not accepted in time. */
function limitOffer({ seat }: Registration): TimeLimit[] {
  return seat.state === "offered" ? [{ at: seat.until, action: "expire-offer" }] : [];
}

/** A returned registration keeps its seat until the date for the correction. A seat held later has no such limit. */
function limitCorrection({ accreditation, seat }: Registration): TimeLimit[] {
  if (accreditation.state !== "returned" || accreditation.until === undefined) return [];
  const { until } = accreditation;
  return seat.state === "held" && seat.since < until ? [{ at: until, action: "correction-overdue" }] : [];
}

/**
 * A seat is held for an address only for some hours until its owner opens a link from an e-mail. Without this limit,
 * anyone could occupy a venue with invented addresses. The secretariat's approval replaces the confirmation.
 */
function limitUnconfirmedAddress(
  conference: Conference,
  { seat, accreditation, addressConfirmed }: Registration,
): TimeLimit[] {
  const isUnapproved = accreditation.state === "pending" || accreditation.state === "returned";
  if (conference.confirmWithinHours === 0 || addressConfirmed || !isUnapproved || seat.state !== "held") return [];
  return [{ at: addHours(seat.since, conference.confirmWithinHours), action: "address-unconfirmed" }];
}

/** The first time limit of this seat, or none. */
function findTimeLimit(conference: Conference, registration: Registration): TimeLimit | undefined {
  const limits = [
    ...limitOffer(registration),
    ...limitCorrection(registration),
    ...limitUnconfirmedAddress(conference, registration),
  ];
  return limits.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
}

/** When the seat expires if nothing happens (RFC 3339, UTC), or `undefined` if it does not expire. */
export function getSeatExpiry(conference: Conference, registration: Registration): string | undefined {
  return findTimeLimit(conference, registration)?.at;
}

/** By when the owner must open a link from an e-mail to keep the seat (RFC 3339, UTC), or `undefined`. */
export function getConfirmationDeadline(conference: Conference, registration: Registration): string | undefined {
  return limitUnconfirmedAddress(conference, registration)[0]?.at;
}

/**
 * An overdue correction goes to the end of the waiting list. In the other cases the person may request a seat again.
 */
function takeBack(conference: Conference, before: Registration, { action }: TimeLimit, at: string): Registration {
  const released = releaseSeat(before);
  const waits = action === "correction-overdue" && conference.waitingList;
  return waits ? { ...released, seat: { state: "waiting", since: at } } : released;
}

/** Takes the seat back if its time limit has passed. @returns `undefined` if there is nothing to do */
export function expireSeat(
  conference: Conference,
  before: Registration,
  { actor, at }: CommandContext,
): Change | undefined {
  const limit = findTimeLimit(conference, before);
  if (!limit || at < limit.at) return undefined;
  const { registrationId } = before;
  const emails: EmailIntent[] = [{ kind: expiryEmails[limit.action], registrationId }];
  return {
    ...createChange(before, takeBack(conference, before, limit, at), limit.action, { actor, at }),
    emails,
  };
}

const expiryEmails = {
  "expire-offer": "offer-expired",
  "correction-overdue": "correction-overdue",
  "address-unconfirmed": "address-unconfirmed",
} as const;

/**
 * Whether something depends on the confirmation of the address, which is not written otherwise: a seat that expires, or
 * a membership request.
 */
export function needsConfirmedAddress(
  { confirmWithinHours }: Pick<Conference, "confirmWithinHours">,
  { addressConfirmed, requestedDelegationId }: Registration,
): boolean {
  return !addressConfirmed && (confirmWithinHours > 0 || requestedDelegationId !== undefined);
}

/** Records that the owner opened a link from an e-mail. @returns `undefined` if the address was confirmed already */
export function confirmAddress(before: Registration, { actor, at }: CommandContext): Change | undefined {
  if (before.addressConfirmed) return undefined;
  return createChange(before, { ...before, addressConfirmed: true }, "confirm-address", { actor, at });
}

/** Adds the confirmation deadline to the e-mails that announce a new seat. */
export function addConfirmationDeadline(conference: Conference, change: Change): Change {
  const deadlines = new Map(
    change.registrations.map(({ after }) => [after.registrationId, getConfirmationDeadline(conference, after)]),
  );
  const emails = change.emails.map((email): EmailIntent => {
    const until = "registrationId" in email ? deadlines.get(email.registrationId) : undefined;
    return until && (email.kind === "received" || email.kind === "seat-given") ? { ...email, confirmBy: until } : email;
  });
  return { ...change, emails };
}
