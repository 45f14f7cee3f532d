import { addConfirmationDeadline, getOfferedCategory, type Pools, requestSeat } from "#shared/capacity/seats.rules.ts";
import { assertCanBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { noSeat } from "#shared/model/seat.ts";
import { isOpenFor } from "#shared/registrations/deadlines.rules.ts";
import { createChange, isOnline, omitPersonalEmails } from "#shared/registrations/registration.rules.ts";
import {
  findGuardianErrors,
  findImplausibleDates,
  findMissingFields,
} from "#shared/registrations/requirements.rules.ts";
import { findRoleErrors, getDefaultRole } from "#shared/registrations/roles.rules.ts";

/** The content of the form: the fields of a registration that the person gives. */
export type RegistrationApplication = Pick<
  Registration,
  | "category"
  | "person"
  | "country"
  | "organization"
  | "functionTitle"
  | "language"
  | "needs"
  | "consent"
  | "documents"
  | "passportDigest"
  | "latinName"
  | "nameOrder"
  | "guardian"
  | "participation"
  | "answers"
  | "staffAnswers"
> & {
  readonly sessions: readonly string[];
  /** Without one, the default role of the conference. */
  readonly role?: string;
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
  const { sessions, role = getDefaultRole(conference), ...fields } = application;
  return {
    ...fields,
    role,
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

const findOwnCategory = ({ categories }: Conference, registration: Registration) =>
  categories.find(({ category }) => category === registration.category);

/** An error at each field that the form's category requires and that is empty. */
const findMissing = (conference: Conference, registration: Registration): FieldError[] =>
  findMissingFields(findOwnCategory(conference, registration), registration);

/** An error at each empty field about the guardian whom a young person must name. */
const findMissingGuardian = (conference: Conference, registration: Registration): FieldError[] =>
  findGuardianErrors(findOwnCategory(conference, registration), conference.startsOn, registration);

/**
 * Asserts that the fields of a new or changed registration are complete and plausible, and that the actor may assign
 * its role. A change is not rejected for what was so before: a category may have come to require a field since.
 * @throws DomainError `invalid-request` at each field; `guardian-required` for a person below the minimum age
 */
export function assertFormFields(
  conference: Conference,
  before: Registration | undefined,
  after: Registration,
  { actor, at }: CommandContext,
): void {
  const isNew = ({ path }: FieldError) => !earlier.some((each) => each.path === path);
  const earlier = before ? findMissing(conference, before) : [];
  const isSameBirthDate = before !== undefined && before.person.birthDate === after.person.birthDate;
  const isOnlineAnew = isOnline(after) && !(before && isOnline(before));
  const errors: FieldError[] = [
    ...(isOnlineAnew && conference.participation !== "hybrid" ? [{ path: "participation", rule: "notHybrid" }] : []),
    ...findMissing(conference, after).filter(isNew),
    ...(isSameBirthDate ? [] : findImplausibleDates(after.person, at)),
    ...findRoleErrors(conference, before, after, actor),
  ];
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
  const unguarded = findMissingGuardian(conference, after);
  const wasUnguarded = before !== undefined && findMissingGuardian(conference, before).length > 0;
  if (unguarded.length > 0 && !wasUnguarded) throw new DomainError("guardian-required", unguarded);
}

/**
 * Registers a person.
 * @param notify whether the person is told by e-mail. Without an e-mail there is no link to open, so the address counts
 * as confirmed. So does one for which the secretariat names a delegation, which decides on the person then
 * @throws DomainError `registration-closed` outside the registration period; `invalid-request` for a category or session
 * that the conference does not offer, a country that cannot be represented, or a field that is missing or not plausible;
 * `full` if no seat is free and the conference has no waiting list
 */
export function createSubmission(
  conference: Conference,
  pools: Pools,
  application: RegistrationApplication,
  registrationId: string,
  context: CommandContext,
  notify = true,
): Change {
  const { actor, at } = context;
  if (actor.kind !== "staff") assertCanRegister(conference, application, at);
  getOfferedCategory(conference, application.category);
  assertKnownSessions(conference, application.sessions);
  assertCanBeRepresented(conference, application.country);
  const created = createRegistration(conference, application, registrationId, at);
  const isNamedByStaff = actor.kind === "staff" && created.requestedDelegationId !== undefined;
  const registration = notify && !isNamedByStaff ? created : { ...created, addressConfirmed: true };
  assertFormFields(conference, undefined, registration, context);
  const requestsSeat = conference.seatTakenAt === "submission" && application.requestedDelegationId === undefined;
  const after = requestsSeat ? requestSeat(conference, pools, registration, at) : registration;
  const change = addConfirmationDeadline(conference, createChange(undefined, after, "submit", context));
  return notify ? change : omitPersonalEmails(change);
}

function assertCanRegister(conference: Conference, { category }: RegistrationApplication, at: string): void {
  if (!isOpenFor(conference, category, "registration", at)) throw new DomainError("registration-closed");
  if (getOfferedCategory(conference, category).selfRegistration) return;
  throw new DomainError("invalid-request", [{ path: "category", rule: "notSelfRegistration" }]);
}

/**
 * Whether the form takes registrations of at least one of its categories at `now` (RFC 3339, UTC); in a conference without
 * such a category, whether its registration is open.
 */
export function getRegistrationState(conference: Conference, now: string): "open" | "closed" {
  const offered = conference.categories.filter(({ selfRegistration }) => selfRegistration);
  const isOpen = ({ category }: { readonly category: string }) => isOpenFor(conference, category, "registration", now);
  return (offered.length > 0 ? offered : [{ category: "" }]).some(isOpen) ? "open" : "closed";
}
