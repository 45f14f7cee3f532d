import { resubmitted } from "./accreditation.ts";
import type { Change, CommandContext } from "./change.ts";
import { type Conference, categoryOf, registrationState } from "./conference.ts";
import { correctionsOf } from "./correction.ts";
import { createChange } from "./create-change.ts";
import { Refusal } from "./refusal.ts";
import type { Registration } from "./registration.ts";
import { noSeat, occupies } from "./seat.ts";
import { addConfirmationDeadline } from "./seat-expiry.ts";
import { findBlockingPools, type Pools, requestSeat, seatPools } from "./seats.ts";

/** What the form brings: everything of a registration that the person gives. */
export type Application = Pick<
  Registration,
  | "category"
  | "person"
  | "country"
  | "organization"
  | "functionTitle"
  | "role"
  | "language"
  | "needs"
  | "consent"
  | "documents"
  | "passportDigest"
> & {
  readonly sessions: readonly string[];
  /** The delegation that the form names: its focal point must say yes before a seat is asked for. */
  readonly claimedDelegation?: string;
};

/** An empty place in the journey: what a registration is before any rule has spoken. */
export function newRegistration(
  conference: Conference,
  application: Application,
  registrationId: string,
  at: string,
): Registration {
  const { sessions, ...given } = application;
  return {
    ...given,
    registrationId,
    conferenceId: conference.conferenceId,
    version: 0,
    submittedAt: at,
    accreditation: { state: "pending", since: at },
    seat: noSeat,
    sessions: sessions.map((sessionId) => ({ sessionId, seat: noSeat })),
    waitingFor: [],
    badgeSerial: 0,
    shardAllocations: {},
  };
}

/** @throws Refusal `invalid-request` at each session the conference doesn't have. */
export function knowSessions(conference: Conference, sessions: readonly string[]): void {
  const known = new Set(conference.sessions.map(({ sessionId }) => sessionId));
  const faults = sessions.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `sessions.${index}`, rule: "unknownSession" }],
  );
  if (faults.length > 0) throw new Refusal("invalid-request", faults);
}

/**
 * A person applies through the form.
 * @throws Refusal `registration-closed` outside the window; `invalid-request` for a category or session that this
 * conference doesn't offer; `full` where no seat is left and the conference keeps no waiting list.
 */
export function submit(
  conference: Conference,
  pools: Pools,
  application: Application,
  registrationId: string,
  { actor, at }: CommandContext,
): Change {
  if (actor.kind !== "staff") mayRegister(conference, application, at);
  categoryOf(conference, application.category);
  knowSessions(conference, application.sessions);
  const asking = newRegistration(conference, application, registrationId, at);
  const asks = conference.seatTakenAt === "submission" && application.claimedDelegation === undefined;
  const after = asks ? requestSeat(conference, pools, asking, at) : asking;
  return addConfirmationDeadline(conference, createChange(undefined, after, "submit", { actor, at }));
}

function mayRegister(conference: Conference, { category }: Application, at: string): void {
  if (registrationState(conference, at) === "closed") throw new Refusal("registration-closed");
  if (categoryOf(conference, category).selfRegistration) return;
  throw new Refusal("invalid-request", [{ path: "category", rule: "notSelfRegistration" }]);
}

/** The data of a registration that its owner may correct; the address stays, for it is the person's guard. */
export type Amendment = Partial<
  Pick<
    Registration,
    | "category"
    | "country"
    | "organization"
    | "functionTitle"
    | "role"
    | "language"
    | "needs"
    | "consent"
    | "passportDigest"
  >
> & { readonly person?: Partial<Omit<Registration["person"], "email">> };

/** The paths an amendment touches, as they are marked on a returned registration. */
function touchedPaths({ person, passportDigest, ...rest }: Amendment): string[] {
  const own = Object.keys(person ?? {}).map((key) => `person.${key}`);
  return [...Object.keys(rest), ...own, ...(passportDigest === undefined ? [] : ["person.passportNumber"])];
}

/** @throws Refusal `invalid-request` at each field that the officer didn't mark. */
function onlyMarked(amendment: Amendment, marked: readonly string[]): void {
  const open = (path: string) => marked.some((field) => path === field || path.startsWith(`${field}.`));
  const faults = touchedPaths(amendment).filter((path) => !open(path));
  if (marked.length > 0 && faults.length > 0) {
    throw new Refusal(
      "invalid-request",
      faults.map((path) => ({ path, rule: "notMarked" })),
    );
  }
}

/**
 * The seat in another category: a seat that is taken stays so where the new category has a place, and is never lost
 * without a word; who waits keeps the time of joining, or is seated where nothing holds them back any more.
 * @throws Refusal `category-full`; `invalid-request` for a category that isn't offered
 */
function inCategory(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amended: Registration,
  { actor, at }: CommandContext,
): Registration {
  const { selfRegistration } = categoryOf(conference, amended.category);
  if (!selfRegistration && actor.kind !== "staff") {
    throw new Refusal("invalid-request", [{ path: "category", rule: "notSelfRegistration" }]);
  }
  if (occupies(amended.seat)) {
    const kept = seatPools(conference, before);
    const joined = seatPools(conference, amended).filter((pool) => !kept.includes(pool));
    if (findBlockingPools(pools, joined).length > 0) throw new Refusal("category-full");
    return amended;
  }
  if (amended.seat.state !== "waiting") return amended;
  const { since } = amended.seat;
  const asked = requestSeat(conference, pools, amended, at);
  return asked.seat.state === "waiting" ? { ...asked, seat: { state: "waiting", since } } : asked;
}

/**
 * The delegate corrects their data. On a returned registration only the marked fields, and it goes back to review;
 * an approved one keeps its data, for the badge and the credential letter vouch for it.
 * @throws Refusal `wrong-state`; `invalid-request` for a field that isn't marked, or a person left without a name;
 * `category-full` where the seat has no place in the new category.
 */
export function amend(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amendment: Amendment,
  { actor, at }: CommandContext,
): Change {
  const { state } = before.accreditation;
  if (state !== "pending" && state !== "returned") throw new Refusal("wrong-state");
  const person = { ...before.person, ...amendment.person };
  const given: Registration = { ...before, ...amendment, person };
  const moves = given.category !== before.category;
  const amended = moves ? inCategory(conference, pools, before, given, { actor, at }) : given;
  if (state === "pending") return createChange(before, amended, "amend", { actor, at });
  onlyMarked(amendment, before.accreditation.fields);
  const corrected = correctionsOf(before, amended, touchedPaths(amendment));
  const after = { ...amended, corrected, accreditation: resubmitted(before, at) };
  return createChange(before, after, "resubmit", { actor, at });
}
