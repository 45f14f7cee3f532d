import {
  assertFormFields,
  assertKnownSessions,
  createRegistration,
  type RegistrationApplication,
} from "#shared/accreditation/submission.rules.ts";
import { addConfirmationDeadline, type Pools, releaseSeat, requestSeat } from "#shared/capacity/seats.rules.ts";
import { assertCanBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import { getActorId } from "#shared/model/actor.ts";
import type { Change, CommandContext, EmailIntent } from "#shared/model/change.ts";
import { type Conference, type DeadlineKind, representsState } from "#shared/model/conference.ts";
import {
  assertAccredited,
  type Delegation,
  getNominationLimit,
  hasReviewedLetter,
  reorderMembers,
} from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDayStart, isConferenceOver } from "#shared/model/time.ts";
import { isOpenFor } from "#shared/registrations/deadlines.rules.ts";
import { createChange, isLive } from "#shared/registrations/registration.rules.ts";
import { assertRoleCapacity } from "#shared/registrations/roles.rules.ts";

/** A nominated person: the form without the fields that the delegation determines. */
export type Nomination = Omit<RegistrationApplication, "category">;

/** A delegation and its live registrations, in its own order. */
export interface DelegationWithMembers {
  readonly delegation: Delegation;
  readonly members: readonly Registration[];
}

const getRegistrationId = ({ registrationId }: Registration) => registrationId;

/** The Change of one delegation, without a change of its members' registrations. */
export const createDelegationChange = (
  before: Delegation | undefined,
  after: Delegation,
  action: Change["action"],
  { actor, at }: CommandContext,
  emails: Change["emails"] = [],
): Change => ({
  conferenceId: after.conferenceId,
  at,
  actor,
  action,
  registrations: [],
  delegation: { ...(before && { before }), after },
  emails,
  admission: "public",
});

/** @throws DomainError `reserve-full` if so many more members exceed the delegation's limit */
export function assertNominationCapacity({ delegation, members }: DelegationWithMembers, more: number): void {
  if (members.length + more > getNominationLimit(delegation)) throw new DomainError("reserve-full");
}

/** Focal points may nominate and substitute until the deadline of the delegation, the secretariat at any time. */
function assertCanNominate(
  conference: Conference,
  delegation: Delegation,
  { actor, at }: CommandContext,
  kind: DeadlineKind = "nomination",
): void {
  assertAccredited(delegation);
  const { category, deadlines } = delegation;
  if (actor.kind !== "staff" && !isOpenFor(conference, category, kind, at, deadlines))
    throw new DomainError("registration-closed");
}

/** The country that every member of a State's delegation represents; `undefined` for other delegations. */
const getState = (conference: Conference, { category, country }: Delegation): string | undefined =>
  representsState(conference, category) ? country : undefined;

/**
 * The registration of a new member. Its address counts as confirmed, because the focal point gave it.
 * @throws DomainError `invalid-request` for a field that is missing or not plausible, or a role that is not assignable;
 * `ask-secretariat` for a focal point that lists someone of another State, whose head would hold that State's place
 */
function createMember(
  conference: Conference,
  delegation: Delegation,
  { organization = delegation.name.en, country = delegation.country, ...fields }: Nomination,
  registrationId: string,
  context: CommandContext,
): Registration {
  assertCanBeRepresented(conference, country, delegation.country);
  const state = getState(conference, delegation);
  if (context.actor.kind !== "staff" && state !== undefined && country !== state)
    throw new DomainError("ask-secretariat", [{ path: "country", rule: "onlySecretariat" }]);
  const application = { ...fields, category: delegation.category, organization, ...(country && { country }) };
  const member = createRegistration(conference, application, registrationId, context.at);
  assertFormFields(conference, undefined, member, context);
  return {
    ...member,
    delegationId: delegation.delegationId,
    addressConfirmed: true,
    ...(hasReviewedLetter(delegation) && { isNamedInLetter: false }),
  };
}

const addLast = (before: Delegation, members: readonly Registration[], registrationId: string) => ({
  before,
  after: { ...before, members: [...members.map(getRegistrationId), registrationId] },
});

/**
 * Nominates a person, last in the delegation's order. While the quota lasts, the person requests a seat; otherwise they
 * join the delegation's reserve.
 * @throws DomainError `delegation-not-accredited`, `registration-closed`, `reserve-full`; `full` if no seat is free and
 * the conference has no waiting list; `invalid-request` for a session that the conference does not have
 */
export function nominateMember(
  conference: Conference,
  pools: Pools,
  current: DelegationWithMembers,
  nomination: Nomination,
  registrationId: string,
  context: CommandContext,
): Change {
  const { delegation, members } = current;
  assertCanNominate(conference, delegation, context);
  assertNominationCapacity(current, 1);
  assertKnownSessions(conference, nomination.sessions);
  const member = createMember(conference, delegation, nomination, registrationId, context);
  assertRoleCapacity(conference, members, member.role);
  const after = requestFirstSeat(conference, pools, member, context.at);
  return {
    ...addConfirmationDeadline(conference, createChange(undefined, after, "nominate", context)),
    delegation: addLast(delegation, members, registrationId),
  };
}

/**
 * The registration of a person who waits for the delegation's decision, without the request.
 * @throws DomainError `not-a-member` for a registration that did not name the delegation or, for a focal point, whose
 * address is not confirmed; `wrong-state` for one that is a member already or that is not live
 */
function takeMembershipRequest(
  { delegationId }: Delegation,
  before: Registration,
  { actor }: CommandContext,
): Registration {
  const { requestedDelegationId, ...rest } = before;
  if (before.delegationId === delegationId) throw new DomainError("wrong-state");
  const isVisible = actor.kind === "staff" || before.addressConfirmed === true;
  if (requestedDelegationId !== delegationId || !isVisible) throw new DomainError("not-a-member");
  if (!isLive(before)) throw new DomainError("wrong-state");
  return rest;
}

/**
 * Confirms a person who named the delegation in the form as a member. They request a seat.
 * @throws DomainError `not-a-member` for a registration that did not name it; `wrong-state` for one that is not live;
 * otherwise as `nominate`
 */
export function confirmDelegationMember(
  conference: Conference,
  pools: Pools,
  current: DelegationWithMembers,
  before: Registration,
  context: CommandContext,
): Change {
  const { delegation, members } = current;
  const { registrationId, ...rest } = takeMembershipRequest(delegation, before, context);
  const country = getState(conference, delegation) ?? rest.country;
  assertCanNominate(conference, delegation, context);
  assertNominationCapacity(current, 1);
  assertRoleCapacity(conference, members, before.role);
  const member: Registration = {
    ...rest,
    registrationId,
    delegationId: delegation.delegationId,
    category: delegation.category,
    ...(country !== undefined && { country }),
    // As for a nominee: the delegation vouches for the person, and the seat does not expire.
    addressConfirmed: true,
    ...(hasReviewedLetter(delegation) && { isNamedInLetter: false }),
  };
  const after = requestFirstSeat(conference, pools, member, context.at);
  const change = createChange(before, after, "confirm-member", context);
  const isSeated = after.seat.state === "held";
  return {
    ...change,
    emails: [
      { kind: "membership-confirmed", registrationId, ...(!isSeated && { unseated: true }) },
      ...change.emails.filter(({ kind }) => kind !== "seat-given"),
      { kind: "membership-decided", delegationId: delegation.delegationId },
    ],
    delegation: addLast(delegation, members, registrationId),
  };
}

/**
 * Declines a person who named the delegation in the form. They stay registered without a seat until they name another
 * delegation or none.
 * @throws DomainError `not-a-member`, `wrong-state`
 */
export function declineDelegationMember(
  { delegation }: DelegationWithMembers,
  before: Registration,
  context: CommandContext,
): Change {
  const { delegationId } = delegation;
  const after = { ...takeMembershipRequest(delegation, before, context), declinedDelegationId: delegationId };
  return {
    ...createChange(before, after, "decline-member", context),
    emails: [
      { kind: "membership-declined", registrationId: after.registrationId },
      { kind: "membership-decided", delegationId },
    ],
  };
}

/**
 * A person who waits for a delegation, or whom it declined, names another delegation or none. Without a delegation they
 * request a seat as every newcomer does. The address counts as confirmed for a delegation that they name, because the
 * person has signed in, or the secretariat names it.
 * @param requested an accredited delegation of the person's category; `undefined` for none
 * @throws DomainError `wrong-state` for a person who named no delegation, or whom the secretariat has decided on; `full`
 */
export function changeRequestedDelegation(
  conference: Conference,
  pools: Pools,
  before: Registration,
  requested: Delegation | undefined,
  context: CommandContext,
): Change {
  const { requestedDelegationId, declinedDelegationId, ...rest } = before;
  const { state } = before.accreditation;
  const hasNamedOne = (requestedDelegationId ?? declinedDelegationId) !== undefined;
  if (!hasNamedOne || (state !== "pending" && state !== "returned")) throw new DomainError("wrong-state");
  if (requested) {
    // The seat of a reopened person is released, because the seats of a delegation are in its own pool.
    const named = { requestedDelegationId: requested.delegationId, addressConfirmed: true };
    return createChange(before, { ...releaseSeat(rest), ...named }, "request-membership", context);
  }
  const requestsSeat = conference.seatTakenAt === "submission" && rest.seat.state === "none";
  const after = requestsSeat ? requestSeat(conference, pools, rest, context.at) : rest;
  return addConfirmationDeadline(conference, createChange(before, after, "request-membership", context));
}

/**
 * Completes the change by which the secretariat makes a person a member of a delegation, last in its order.
 * @throws DomainError `delegation-not-accredited`, `reserve-full`
 */
export function addMember({ delegation, members }: DelegationWithMembers, change: Change): Change {
  assertAccredited(delegation);
  assertNominationCapacity({ delegation, members }, 1);
  const [joining] = change.registrations;
  if (!joining) throw new Error("a change without a registration");
  const named = hasReviewedLetter(delegation) ? { ...joining.after, isNamedInLetter: false } : joining.after;
  return {
    ...change,
    registrations: [{ ...joining, after: named }],
    delegation: addLast(delegation, members, named.registrationId),
  };
}

/**
 * Completes the change that reopens a registration: a member whom the order of the delegation no longer contains is the
 * last one again.
 * @throws DomainError `reserve-full`; `invalid-request` at `role` if the delegation has enough members with it
 */
export function rejoinDelegation(
  conference: Conference,
  { delegation, members }: DelegationWithMembers,
  change: Change,
): Change {
  const [reopened] = change.registrations;
  if (!reopened) return change;
  assertNominationCapacity({ delegation, members }, 1);
  assertRoleCapacity(conference, members, reopened.after.role);
  if (delegation.members.includes(reopened.after.registrationId)) return change;
  return { ...change, delegation: addLast(delegation, members, reopened.after.registrationId) };
}

/** Tells a substitute that they replace a member, without naming the member. */
const toSubstituteEmail = (email: EmailIntent): EmailIntent =>
  email.kind === "received"
    ? { kind: "substitute", registrationId: email.registrationId, ...(email.unseated && { unseated: true }) }
    : email;

/** Requests the seat of a new member, if seats are taken at submission. */
const requestFirstSeat = (conference: Conference, pools: Pools, member: Registration, at: string): Registration =>
  conference.seatTakenAt === "submission" ? requestSeat(conference, pools, member, at) : member;

/** The member who is replaced, and whether they are inside the venue now. */
export interface DepartingMember {
  readonly registration: Registration;
  readonly isInside: boolean;
}

/**
 * Replaces a member by another person, who takes over the seat as it is, so that no pool changes. The badge of the
 * replaced member becomes invalid, and the substitute is reviewed.
 * @throws DomainError `not-a-member`; `wrong-state` for a registration that is not live; `inside-already`;
 * `conference-over`
 */
export function substituteMember(
  conference: Conference,
  { delegation, members }: DelegationWithMembers,
  { registration: departing, isInside }: DepartingMember,
  nomination: Nomination,
  registrationId: string,
  context: CommandContext,
): Change {
  const { actor, at } = context;
  if (departing.delegationId !== delegation.delegationId) throw new DomainError("not-a-member");
  if (!isLive(departing)) throw new DomainError("wrong-state");
  if (isInside) throw new DomainError("inside-already");
  assertCanNominate(conference, delegation, context, "substitution");
  if (isConferenceOver(conference, at)) throw new DomainError("conference-over");
  const { registrationId: departingId, seat, sessions, waitingFor } = departing;
  const { changeRequest: _, ...leaving } = departing;
  const withdrawn = releaseSeat({ ...leaving, accreditation: { state: "withdrawn", at, by: getActorId(actor) } });
  const others = members.filter(({ registrationId: id }) => id !== departingId);
  const member = createMember(conference, delegation, nomination, registrationId, context);
  assertRoleCapacity(conference, others, member.role);
  const { participation: _p, ...newcomer } = member;
  const taken = {
    seat,
    sessions,
    waitingFor,
    ...(departing.participation && { participation: departing.participation }),
  };
  const substitute: Registration = { ...newcomer, ...taken, substitutes: departingId };
  const change = createChange(undefined, substitute, "substitute", context);
  const ranking = members.map(({ registrationId: id }) => (id === departingId ? registrationId : id));
  return {
    ...change,
    registrations: [{ before: departing, after: withdrawn }, ...change.registrations],
    emails: [{ kind: "substituted", registrationId: departingId }, ...change.emails.map(toSubstituteEmail)],
    delegation: { before: delegation, after: { ...delegation, members: ranking } },
    mustBeOutside: [{ registrationId: departingId, since: getDayStart(at, conference) }],
  };
}

type WaitingRegistration = Registration & { readonly seat: Extract<Registration["seat"], { state: "waiting" }> };

const isWaitingRegistration = (registration: Registration): registration is WaitingRegistration =>
  registration.seat.state === "waiting";

/**
 * Changes the order of a delegation. Held seats do not change. The members who wait exchange their times of joining the
 * waiting list, so that they wait in the new order.
 * @param order the identifiers of the members
 * @param moved those whom the caller sees. The others keep time and version: a change of theirs, or a time of theirs at
 * another member, would tell that they are members
 * @throws DomainError `invalid-request` unless each member is named exactly once
 */
export function rankDelegationMembers(
  { delegation, members }: DelegationWithMembers,
  order: readonly string[],
  moved: readonly Registration[],
  context: CommandContext,
): Change {
  const after = reorderMembers(delegation, members.map(getRegistrationId), order);
  const getRank = (member: Registration) => after.members.indexOf(member.registrationId);
  const waiting = moved.filter(isWaitingRegistration).toSorted((a, b) => getRank(a) - getRank(b));
  const times = waiting.map(({ seat }) => seat.since).toSorted();
  const registrations = times.flatMap((since, index) =>
    waiting
      .slice(index, index + 1)
      .filter(({ seat }) => seat.since !== since)
      .map((before) => ({ before, after: { ...before, seat: { ...before.seat, since } } })),
  );
  return { ...createDelegationChange(delegation, after, "rank-members", context), registrations };
}
