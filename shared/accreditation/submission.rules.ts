import {
  addConfirmationDeadline,
  findBlockingPools,
  getCategory,
  listSeatPools,
  occupies,
  type Pools,
  requestSeat,
} from "#shared/capacity/seats.rules.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Correction, Registration } from "#shared/model/registration.ts";
import { noSeat } from "#shared/model/seat.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";
import { createResubmittedAccreditation } from "./accreditation.rules.ts";

/** The content of the form: the fields of a registration that the person gives. */
export type RegistrationApplication = Pick<
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
  readonly requestedDelegationId?: string;
};

/** A registration before any rule has decided on it: pending, without a seat. */
export function createRegistration(
  conference: Conference,
  application: RegistrationApplication,
  registrationId: string,
  at: string,
): Registration {
  const { sessions, ...fields } = application;
  return {
    ...fields,
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

/** @throws DomainError `invalid-request` at each session that the conference does not have */
export function assertKnownSessions(conference: Conference, sessions: readonly string[]): void {
  const known = new Set(conference.sessions.map(({ sessionId }) => sessionId));
  const errors = sessions.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `sessions.${index}`, rule: "unknownSession" }],
  );
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
}

/**
 * Registers a person.
 * @throws DomainError `registration-closed` outside the registration period; `invalid-request` for a category or session
 * that the conference does not offer; `full` if no seat is free and the conference has no waiting list
 */
export function createSubmission(
  conference: Conference,
  pools: Pools,
  application: RegistrationApplication,
  registrationId: string,
  { actor, at }: CommandContext,
): Change {
  if (actor.kind !== "staff") assertCanRegister(conference, application, at);
  getCategory(conference, application.category);
  assertKnownSessions(conference, application.sessions);
  const registration = createRegistration(conference, application, registrationId, at);
  const requestsSeat = conference.seatTakenAt === "submission" && application.requestedDelegationId === undefined;
  const after = requestsSeat ? requestSeat(conference, pools, registration, at) : registration;
  return addConfirmationDeadline(conference, createChange(undefined, after, "submit", { actor, at }));
}

function assertCanRegister(conference: Conference, { category }: RegistrationApplication, at: string): void {
  if (getRegistrationState(conference, at) === "closed") throw new DomainError("registration-closed");
  if (getCategory(conference, category).selfRegistration) return;
  throw new DomainError("invalid-request", [{ path: "category", rule: "notSelfRegistration" }]);
}

/** The data that the owner may correct. The address is not among it, because it identifies the person. */
export type RegistrationAmendment = Partial<
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
function listAmendedPaths({ person, passportDigest, ...rest }: RegistrationAmendment): string[] {
  const personPaths = Object.keys(person ?? {}).map((key) => `person.${key}`);
  return [...Object.keys(rest), ...personPaths, ...(passportDigest === undefined ? [] : [passportPath])];
}

/** @throws DomainError `invalid-request` at each field that the officer did not mark */
function assertOnlyMarkedFields(amendment: RegistrationAmendment, marked: readonly string[]): void {
  if (marked.length === 0) return;
  const isMarked = (path: string) => marked.some((field) => path === field || path.startsWith(`${field}.`));
  const unmarked = listAmendedPaths(amendment).filter((path) => !isMarked(path));
  const errors = unmarked.map((path) => ({ path, rule: "notMarked" }));
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
}

/**
 * Moves the seat to another category. A taken seat is kept if the new category has a free seat, and is never lost
 * silently. A person who waits keeps the time of joining, or receives a seat if no pool holds them back any more.
 * @throws DomainError `category-full`; `invalid-request` for a category that is not offered
 */
function changeCategory(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amended: Registration,
  { actor, at }: CommandContext,
): Registration {
  const { selfRegistration } = getCategory(conference, amended.category);
  if (!selfRegistration && actor.kind !== "staff") {
    throw new DomainError("invalid-request", [{ path: "category", rule: "notSelfRegistration" }]);
  }
  if (occupies(amended.seat)) {
    const previous = listSeatPools(conference, before);
    const added = listSeatPools(conference, amended).filter((pool) => !previous.includes(pool));
    if (findBlockingPools(pools, added).length > 0) throw new DomainError("category-full");
    return amended;
  }
  if (amended.seat.state !== "waiting") return amended;
  const { since } = amended.seat;
  const requested = requestSeat(conference, pools, amended, at);
  return requested.seat.state === "waiting" ? { ...requested, seat: { state: "waiting", since } } : requested;
}

/**
 * Amends the data of a registration. A returned registration accepts only the marked fields, and goes back to review. An
 * approved registration cannot be amended, because the badge and the credential letter show its data.
 * @throws DomainError `wrong-state`; `invalid-request` for a field that is not marked, or a person without a name;
 * `category-full` if the new category has no free seat
 */
export function applyAmendment(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amendment: RegistrationAmendment,
  { actor, at }: CommandContext,
): Change {
  const { state } = before.accreditation;
  if (state !== "pending" && state !== "returned") throw new DomainError("wrong-state");
  const person = { ...before.person, ...amendment.person };
  const merged: Registration = { ...before, ...amendment, person };
  const changesCategory = merged.category !== before.category;
  const amended = changesCategory ? changeCategory(conference, pools, before, merged, { actor, at }) : merged;
  if (state === "pending") return createChange(before, amended, "amend", { actor, at });
  assertOnlyMarkedFields(amendment, before.accreditation.fields);
  const corrections = listCorrections(before, amended, listAmendedPaths(amendment));
  const after = { ...amended, corrections, accreditation: createResubmittedAccreditation(before, at) };
  return createChange(before, after, "resubmit", { actor, at });
}

const passportPath = "person.passportNumber";

function getValueAtPath(registration: Registration, path: string): unknown {
  const [first = "", second] = path.split(".");
  const value = registration[first as keyof Registration] as unknown;
  return second === undefined ? value : (value as Readonly<Record<string, unknown>>)[second];
}

const isDifferent = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/**
 * What changed at these paths. It is kept with the registration, so that erasing the person erases it; the journal has
 * the paths alone.
 */
export function listCorrections(before: Registration, after: Registration, paths: readonly string[]): Correction[] {
  return paths.flatMap((path): Correction[] => {
    if (path === passportPath) return before.passportDigest === after.passportDigest ? [] : [{ path }];
    const [previous, current] = [getValueAtPath(before, path), getValueAtPath(after, path)];
    return isDifferent(previous, current) ? [{ path, before: previous, after: current }] : [];
  });
}

/** Whether the form takes registrations at `now` (RFC 3339, UTC): from `opensAt` until just before `closesAt`. */
export function getRegistrationState(conference: Conference, now: string): "open" | "closed" {
  const { opensAt, closesAt } = conference.registration;
  return opensAt <= now && now < closesAt ? "open" : "closed";
}
