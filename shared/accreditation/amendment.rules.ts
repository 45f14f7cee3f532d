import {
  addConfirmationDeadline,
  changeSessions,
  findBlockingPools,
  getOfferedCategory,
  listSeatPools,
  occupies,
  type Pools,
  releaseSeat,
  requestSeat,
} from "#shared/capacity/seats.rules.ts";
import { assertCanBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Change, CommandContext, EmailIntent, UnseenFields } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError, type DomainErrorCode } from "#shared/model/domain-error.ts";
import type { LatinName, Person, Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { isConferenceOver } from "#shared/model/time.ts";
import { type AnswerPatch, mergeAnswers } from "#shared/questions/stored-answers.rules.ts";
import { isOpenFor } from "#shared/registrations/deadlines.rules.ts";
import { addUnseenFields, listFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { reissueDocuments } from "#shared/registrations/issued-documents.rules.ts";
import {
  createChange,
  isConfirmed,
  isLive,
  isOnline,
  isStaffAnswer,
  listChangedFields,
  listHistoryFields,
  omitPersonalEmails,
  passportPath,
} from "#shared/registrations/registration.rules.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { createResubmittedAccreditation } from "./accreditation.rules.ts";
import { assertFormFields, assertKnownSessions } from "./submission.rules.ts";

/** New values of fields. A field that is absent stays as it is, `null` takes an optional one away. */
type FieldValues<T> = { readonly [K in keyof T]?: T[K] | null };

/** The fields that an amendment changes. */
export type RegistrationAmendment = FieldValues<
  Pick<
    Registration,
    | "category"
    | "delegationId"
    | "country"
    | "organization"
    | "functionTitle"
    | "role"
    | "language"
    | "needs"
    | "consent"
    | "passportDigest"
    | "nameOrder"
    | "guardian"
    | "participation"
    | "changesUntil"
  >
> & {
  readonly person?: FieldValues<Person>;
  readonly latinName?: FieldValues<LatinName> | null;
  readonly sessions?: readonly string[];
  /** Answers of the person that changed; those in `freeAnswers` need neither a mark of the officer nor a review. */
  readonly answers?: AnswerPatch;
  readonly freeAnswers?: AnswerPatch;
  readonly staffAnswers?: AnswerPatch;
  /** Which of these fields the actor gives unseen. */
  readonly unseen?: UnseenFields;
};

function mergeFields<T extends object>(before: T, values: FieldValues<T>): T {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...before, ...Object.fromEntries(given) });
  return Object.fromEntries(merged.filter(([, value]) => value !== null)) as T;
}

/** `null` if nothing is left of the name. */
function mergeLatinName({ latinName = {} }: Registration, values: FieldValues<LatinName>): LatinName | null {
  const merged = mergeFields(latinName, values);
  return Object.keys(merged).length > 0 ? merged : null;
}

/**
 * The registration with the new values, before its seats follow them.
 * @throws DomainError `invalid-request` for a session that the conference does not have, a person without a name, and a
 * person outside of delegations without an address
 */
export function mergeAmendment(
  conference: Conference,
  pools: Pools,
  before: Registration,
  { person = {}, latinName, sessions, answers, freeAnswers, staffAnswers, unseen: _, ...fields }: RegistrationAmendment,
  at: string,
): Registration {
  const merged = mergeFields(before, {
    ...fields,
    ...((answers ?? freeAnswers) && {
      answers: mergeAnswers(before.answers, { ...answers, ...freeAnswers }) ?? null,
    }),
    ...(staffAnswers && { staffAnswers: mergeAnswers(before.staffAnswers, staffAnswers) ?? null }),
    person: mergeFields(before.person, person),
    ...(latinName !== undefined && { latinName: latinName && mergeLatinName(before, latinName) }),
  });
  const { givenName, familyName, email } = merged.person;
  if (givenName === undefined && familyName === undefined)
    throw new DomainError("invalid-request", [{ path: "person.familyName", rule: "nameMissing" }]);
  if (email === undefined && merged.delegationId === undefined)
    throw new DomainError("invalid-request", [{ path: "person.email", rule: "required" }]);
  if (!sessions) return merged;
  assertKnownSessions(conference, sessions);
  return changeSessions(conference, pools, merged, sessions, at);
}

/** A person who moves takes a seat in the pool of another category or delegation. */
const getFullPoolCode = (pool: PoolName): DomainErrorCode =>
  pool.startsWith("category:") ? "category-full" : "delegation-full";

const hasNamedDelegation = ({ requestedDelegationId, declinedDelegationId }: Registration) =>
  (requestedDelegationId ?? declinedDelegationId) !== undefined;

/** Whether a person without a seat requests one now: the claim to a delegation is settled, or they come in person. */
function becomesNewcomer({ seatTakenAt }: Conference, before: Registration, amended: Registration): boolean {
  if (!isOnline(before))
    return seatTakenAt === "submission" && hasNamedDelegation(before) && !hasNamedDelegation(amended);
  const isDue = seatTakenAt === "submission" || amended.accreditation.state === "approved";
  return isDue && amended.requestedDelegationId === undefined;
}

/**
 * The seat after a change of category or delegation. A held or offered seat is kept: it takes a seat in each new pool, or
 * the amendment is refused. A person who waits keeps the time of joining, or receives a seat if no pool holds them back
 * any more. A person whose claim to a delegation is settled requests a seat. So does one who no longer takes part online,
 * as a newcomer; one who does from now on releases the seat.
 * @throws DomainError `category-full`, `delegation-full`; `full` for a newcomer if the conference has no waiting list
 */
function moveSeat(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amended: Registration,
  at: string,
): Registration {
  if (isOnline(amended)) return isOnline(before) ? amended : releaseSeat(amended);
  const [previous, needed] = [listSeatPools(conference, before), listSeatPools(conference, amended)];
  if (occupies(before.seat)) {
    const [full] = findBlockingPools(
      pools,
      needed.filter((pool) => !previous.includes(pool)),
    );
    if (full) throw new DomainError(getFullPoolCode(full));
    return amended;
  }
  if (before.seat.state === "none") {
    const requests = becomesNewcomer(conference, before, amended) && !isConferenceOver(conference, at);
    return requests ? requestSeat(conference, pools, amended, at) : amended;
  }
  if (previous.join() === needed.join() || isConferenceOver(conference, at)) return amended;
  const waitingFor = findBlockingPools(pools, needed);
  return waitingFor.length > 0 ? { ...amended, waitingFor } : requestSeat(conference, pools, amended, at);
}

/** A named delegation is settled when the secretariat makes the person a member of a delegation, or of none. */
function settleDelegation(amended: Registration, { delegationId }: RegistrationAmendment): Registration {
  if (delegationId === undefined) return amended;
  const { requestedDelegationId: _r, declinedDelegationId: _d, isNamedInLetter: _n, ...settled } = amended;
  return settled;
}

const isSameAddress = (a: string | undefined, b: string | undefined) => (a && foldAddress(a)) === (b && foldAddress(b));

/**
 * A new address counts as confirmed, because the secretariat gives it: the person does not lose the seat for it. That the
 * former address bounced says nothing about it.
 */
function replaceAddress(before: Registration, amended: Registration): Registration {
  if (isSameAddress(before.person.email, amended.person.email)) return amended;
  const { undeliverable: _, ...deliverable } = amended;
  return { ...deliverable, addressConfirmed: true, isAddressReplaced: true };
}

/** What the delegate may change in every live state, because it vouches for nothing. */
export const freeFields: ReadonlySet<string> = new Set(["needs", "consent", "language", "sessions", "freeAnswers"]);

/** Whether the person is a member of a delegation, or asked to be one or was declined. */
export const namesDelegation = ({ delegationId, requestedDelegationId, declinedDelegationId }: Registration): boolean =>
  (delegationId ?? requestedDelegationId ?? declinedDelegationId) !== undefined;

const secretariatFields: ReadonlySet<string> = new Set(["person.email", "delegation"]);

/** @throws DomainError `ask-secretariat` at each changed field that only the secretariat may change */
function assertOwnerMayChange(
  before: Registration,
  amended: Registration,
  { freeAnswers = {} }: RegistrationAmendment,
): void {
  const isApproved = before.accreditation.state === "approved";
  const free = new Set([...freeFields, ...Object.keys(freeAnswers).map((key) => `answers.${key}`)]);
  const isReserved = (path: string) => secretariatFields.has(path) || (isApproved && !free.has(path));
  const errors = listChangedFields(before, amended)
    .filter(isReserved)
    .map((path) => ({ path, rule: "onlySecretariat" }));
  if (errors.length > 0) throw new DomainError("ask-secretariat", errors);
}

/**
 * @throws DomainError `invalid-request` for a category that the conference does not offer, or a person cannot choose;
 * `registration-closed` if it takes no one at present
 */
function assertMayChooseCategory(
  conference: Conference,
  before: Registration,
  amended: Registration,
  { actor, at }: CommandContext,
): void {
  if (amended.category === before.category) return;
  const { category, selfRegistration } = getOfferedCategory(conference, amended.category);
  if (actor.kind === "staff") return;
  if (!selfRegistration) throw new DomainError("invalid-request", [{ path: "category", rule: "notSelfRegistration" }]);
  if (!isOpenFor(conference, category, "registration", at)) throw new DomainError("registration-closed");
}

/** @throws DomainError `invalid-request` for a value that the conference or the actor's rights do not allow */
export function assertPlausible(
  conference: Conference,
  before: Registration,
  merged: Registration,
  context: CommandContext,
): void {
  assertMayChooseCategory(conference, before, merged, context);
  assertCanBeRepresented(conference, merged.country, before.country);
  assertFormFields(conference, before, merged, context);
}

/** The paths of the amended fields, as an officer marks them on a returned registration; without the free answers. */
export function listAmendedPaths({
  person,
  latinName,
  passportDigest,
  delegationId,
  answers = {},
  freeAnswers: _,
  staffAnswers = {},
  unseen: _unseen,
  ...rest
}: RegistrationAmendment): string[] {
  const personPaths = Object.keys(person ?? {}).map((key) => `person.${key}`);
  const latinPaths = Object.keys(latinName ?? {}).map((key) => `latinName.${key}`);
  return [
    ...Object.keys(rest),
    ...(delegationId === undefined ? [] : ["delegation"]),
    ...personPaths,
    ...latinPaths,
    ...Object.keys(answers).map((key) => `answers.${key}`),
    ...Object.keys(staffAnswers).map((key) => `staffAnswers.${key}`),
    ...(passportDigest === undefined ? [] : [passportPath]),
  ];
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
 * Notes in the open request which of its fields are given unseen. Whether it can still be accepted would tell if they are
 * what the person asks for, or had before.
 */
function noteCorrections(registration: Registration, unseen: UnseenFields = {}): Registration {
  const { changeRequest } = registration;
  const paths = changeRequest?.changes.map(({ path }) => path).filter((path) => Object.hasOwn(unseen, path)) ?? [];
  if (!changeRequest || paths.length === 0) return registration;
  const corrected = [...new Set([...(changeRequest.corrected ?? []), ...paths])];
  return { ...registration, changeRequest: { ...changeRequest, corrected } };
}

/** The answers of staff are in no amendment of others; one that has them would show them to the person. */
export function assertOnlyStaffAnswer({ staffAnswers }: RegistrationAmendment, { actor }: CommandContext): void {
  if (staffAnswers && actor.kind !== "staff") throw new Error("a change of staff answers by others");
}

/**
 * Changes the data of a live registration. The accreditation stays, and a seat is never lost.
 *
 * The secretariat changes every field in every live state. The owner and the focal point change a pending registration
 * except for its address and delegation, of a returned one the marked fields, which sends it back to review, and of an
 * approved one what vouches for nothing.
 * @param notify whether the secretariat's change is e-mailed to the person
 * @throws DomainError `wrong-state`; `ask-secretariat`; `invalid-request` for a field that is not marked, or a value that
 * the conference does not have; `category-full` or `delegation-full` if a new pool has no free seat
 */
export function applyAmendment(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amendment: RegistrationAmendment,
  context: CommandContext,
  notify = true,
): Change {
  assertOnlyStaffAnswer(amendment, context);
  if (!isLive(before)) throw new DomainError("wrong-state");
  const { actor, at } = context;
  const merged = mergeAmendment(conference, pools, before, amendment, at);
  if (actor.kind !== "staff") assertOwnerMayChange(before, merged, amendment);
  assertPlausible(conference, before, merged, context);
  const settled = replaceAddress(before, settleDelegation(merged, amendment));
  const { unseen } = amendment;
  const moved = noteCorrections(moveSeat(conference, pools, before, settled, at), unseen);
  if (actor.kind !== "staff" && before.accreditation.state === "returned") {
    assertOnlyMarkedFields(amendment, before.accreditation.fields);
    return resubmit(before, moved, amendment, context);
  }
  const corrected = createChange(before, reissueDocuments(before, moved, at), "amend", context);
  const change = { ...corrected, ...(unseen && { unseen }) };
  return addConfirmationDeadline(conference, addCorrectionEmails(change, actor, notify));
}

/** Sends a returned registration back to review, with what changed until the next decision. */
function resubmit(
  before: Registration,
  amended: Registration,
  amendment: RegistrationAmendment,
  context: CommandContext,
): Change {
  const free = Object.keys(amendment.freeAnswers ?? {}).map((key) => `answers.${key}`);
  const changes = listFieldChanges(before, amended, [...listAmendedPaths(amendment), ...free]);
  const { unseen } = amendment;
  const corrections = addUnseenFields(changes, unseen, before, amended);
  const after = { ...amended, corrections, accreditation: createResubmittedAccreditation(before, context.at) };
  return { ...createChange(before, after, "resubmit", context), ...(unseen && { unseen }) };
}

/** Adds the e-mails about what the secretariat corrected: to the person, and to the former address if it was replaced. */
function addCorrectionEmails(change: Change, actor: Actor, notify: boolean): Change {
  const [corrected] = change.registrations;
  if (actor.kind !== "staff" || !corrected?.before) return change;
  if (!notify) return omitPersonalEmails(change);
  const { before, after } = corrected;
  const { registrationId, badgeSerial: serial } = after;
  // What staff noted for themselves is not the person's.
  const fields = listHistoryFields(before, after, change.unseen, (path) => !isStaffAnswer(path));
  if (fields.length === 0) return change;
  const isReissued = isConfirmed(before) && serial !== before.badgeSerial;
  const isReplaced = before.person.email !== undefined && !isSameAddress(before.person.email, after.person.email);
  const emails: EmailIntent[] = [
    ...change.emails,
    isReissued
      ? { kind: "badge-reissued", registrationId, fields, serial }
      : { kind: "corrected", registrationId, fields },
    ...(isReplaced
      ? [{ kind: "address-changed", registrationId, ...(before.clash && { ofClash: true }) } as const]
      : []),
  ];
  return { ...change, emails };
}
