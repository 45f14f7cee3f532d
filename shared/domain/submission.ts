import { resubmitted } from "./accreditation.ts";
import type { Change, CommandContext } from "./change.ts";
import { type Conference, categoryOf, registrationState } from "./conference.ts";
import { correctionsOf } from "./correction.ts";
import { createChange } from "./create-change.ts";
import { Refusal } from "./refusal.ts";
import type { Registration } from "./registration.ts";
import { noSeat } from "./seat.ts";
import { addConfirmationDeadline } from "./seat-expiry.ts";
import { findBlockingPools, occupies, type Pools, requestSeat, seatPools } from "./seats.ts";

/** The content of the form: the fields of a registration that the person gives. */
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
  /** The delegation that the form names. Its focal point must confirm the person before a seat is requested. */
  readonly claimedDelegation?: string;
};

/** A registration before any rule has decided on it: pending, without a seat. */
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

/** @throws Refusal `invalid-request` at each session that the conference does not have */
export function knowSessions(conference: Conference, sessions: readonly string[]): void {
  const known = new Set(conference.sessions.map(({ sessionId }) => sessionId));
  const faults = sessions.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `sessions.${index}`, rule: "unknownSession" }],
  );
  if (faults.length > 0) throw new Refusal("invalid-request", faults);
}

/**
 * Registers a person.
 * @throws Refusal `registration-closed` outside the registration period; `invalid-request` for a category or session
 * that the conference does not offer; `full` if no seat is free and the conference has no waiting list
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

/** The data that the owner may correct. The address is not among it, because it identifies the person. */
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

/** The paths of the amended fields, as an officer marks them on a returned registration. */
function touchedPaths({ person, passportDigest, ...rest }: Amendment): string[] {
  const own = Object.keys(person ?? {}).map((key) => `person.${key}`);
  return [...Object.keys(rest), ...own, ...(passportDigest === undefined ? [] : ["person.passportNumber"])];
}

/** @throws Refusal `invalid-request` at each field that the officer did not mark */
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
 * Moves the seat to another category. A taken seat is kept if the new category has a free seat, and is never lost
 * silently. A person who waits keeps the time of joining, or receives a seat if no pool holds them back any more.
 * @throws Refusal `category-full`; `invalid-request` for a category that is not offered
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
 * Amends the data of a registration. A returned registration accepts only the marked fields, and goes back to review. An
 * approved registration cannot be amended, because the badge and the credential letter show its data.
 * @throws Refusal `wrong-state`; `invalid-request` for a field that is not marked, or a person without a name;
 * `category-full` if the new category has no free seat
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
