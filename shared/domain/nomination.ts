import type { Change, CommandContext, EmailIntent } from "./change.ts";
import { type Conference, registrationState } from "./conference.ts";
import { createChange } from "./create-change.ts";
import { type Delegation, hasReadLetter, mustBeAccredited, nominationLimit, ranked } from "./delegation.ts";
import { Refusal } from "./refusal.ts";
import { isLive, type Registration } from "./registration.ts";
import { addConfirmationDeadline } from "./seat-expiry.ts";
import { type Pools, releaseSeat, requestSeat } from "./seats.ts";
import { type Application, knowSessions, newRegistration } from "./submission.ts";

/** A nominated person: the form without the fields that the delegation determines. */
export type Nomination = Omit<Application, "category">;

/** A delegation and its live registrations, in its own order. */
export interface Standing {
  readonly delegation: Delegation;
  readonly members: readonly Registration[];
}

const idOf = ({ registrationId }: Registration) => registrationId;

/** @throws Refusal `reserve-full` if so many more members exceed the delegation's limit */
export function mustHaveRoom({ delegation, members }: Standing, more: number): void {
  if (members.length + more > nominationLimit(delegation)) throw new Refusal("reserve-full");
}

/** Focal points may nominate while registration is open, the secretariat at any time. */
function mayNominate(conference: Conference, delegation: Delegation, { actor, at }: CommandContext): void {
  mustBeAccredited(delegation);
  if (actor.kind !== "staff" && registrationState(conference, at) === "closed") {
    throw new Refusal("registration-closed");
  }
}

/** The registration of a new member. Its address counts as confirmed, because the focal point gave it. */
function newMember(
  conference: Conference,
  delegation: Delegation,
  { organization = delegation.name.en, country = delegation.country, ...given }: Nomination,
  registrationId: string,
  at: string,
): Registration {
  const application = { ...given, category: delegation.category, organization, ...(country && { country }) };
  const { delegationId } = delegation;
  const flag = hasReadLetter(delegation) ? { onLetter: false } : {};
  const member = newRegistration(conference, application, registrationId, at);
  return { ...member, delegationId, addressConfirmed: true, ...flag };
}

/**
 * Nominates a person, last in the delegation's order. While the quota lasts, the person requests a seat; otherwise they
 * join the delegation's reserve.
 * @throws Refusal `delegation-not-accredited`, `registration-closed`, `reserve-full`; `full` if no seat is free and
 * the conference has no waiting list; `invalid-request` for a session that the conference does not have
 */
export function nominate(
  conference: Conference,
  pools: Pools,
  standing: Standing,
  nomination: Nomination,
  registrationId: string,
  context: CommandContext,
): Change {
  const { delegation, members } = standing;
  mayNominate(conference, delegation, context);
  mustHaveRoom(standing, 1);
  knowSessions(conference, nomination.sessions);
  const asking = newMember(conference, delegation, nomination, registrationId, context.at);
  const after = conference.seatTakenAt === "submission" ? requestSeat(conference, pools, asking, context.at) : asking;
  const ranking = [...members.map(idOf), registrationId];
  return {
    ...addConfirmationDeadline(conference, createChange(undefined, after, "nominate", context)),
    delegation: { before: delegation, after: { ...delegation, members: ranking } },
  };
}

/**
 * Confirms a person who named the delegation in the form as a member. They request a seat.
 * @throws Refusal `not-a-member` for a registration that did not name it; `wrong-state` for one that is not live;
 * otherwise as `nominate`
 */
export function confirmMember(
  conference: Conference,
  pools: Pools,
  standing: Standing,
  before: Registration,
  context: CommandContext,
): Change {
  const { delegation, members } = standing;
  const { claimedDelegation, ...rest } = before;
  if (claimedDelegation !== delegation.delegationId) throw new Refusal("not-a-member");
  if (!isLive(before)) throw new Refusal("wrong-state");
  mayNominate(conference, delegation, context);
  mustHaveRoom(standing, 1);
  const member: Registration = {
    ...rest,
    delegationId: delegation.delegationId,
    category: delegation.category,
    ...(hasReadLetter(delegation) && { onLetter: false }),
  };
  const asks = conference.seatTakenAt === "submission";
  const after = asks ? requestSeat(conference, pools, member, context.at) : member;
  return {
    ...createChange(before, after, "confirm-member", context),
    delegation: { before: delegation, after: { ...delegation, members: [...members.map(idOf), idOf(before)] } },
  };
}

/** Tells a substitute that they replace a member, without naming the member. */
const inThePlaceOf = (mail: EmailIntent): EmailIntent =>
  mail.kind === "received"
    ? { kind: "substitute", registrationId: mail.registrationId, ...(mail.unseated && { unseated: true }) }
    : mail;

/** The member who is replaced, and whether they are inside the venue now. */
export interface Leaver {
  readonly registration: Registration;
  readonly inside: boolean;
}

/**
 * Replaces a member by another person, who takes over the seat as it is, so that no pool changes. The badge of the
 * replaced member becomes invalid, and the substitute is reviewed.
 * @throws Refusal `not-a-member`; `wrong-state` for a registration that is not live; `inside-already`
 */
export function substitute(
  conference: Conference,
  { delegation, members }: Standing,
  { registration: leaver, inside }: Leaver,
  nomination: Nomination,
  registrationId: string,
  context: CommandContext,
): Change {
  const { actor, at } = context;
  if (leaver.delegationId !== delegation.delegationId) throw new Refusal("not-a-member");
  if (!isLive(leaver)) throw new Refusal("wrong-state");
  if (inside) throw new Refusal("inside-already");
  mayNominate(conference, delegation, context);
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const left = releaseSeat({ ...leaver, accreditation: { state: "withdrawn", at, by } });
  const { seat, sessions, waitingFor } = leaver;
  const taking = newMember(conference, delegation, nomination, registrationId, at);
  const come: Registration = { ...taking, seat, sessions, waitingFor, substitutes: leaver.registrationId };
  const arrival = createChange(undefined, come, "substitute", context);
  const place = (id: string) => (id === leaver.registrationId ? registrationId : id);
  return {
    ...arrival,
    registrations: [{ before: leaver, after: left }, ...arrival.registrations],
    mails: [{ kind: "substituted", registrationId: leaver.registrationId }, ...arrival.mails.map(inThePlaceOf)],
    delegation: { before: delegation, after: { ...delegation, members: members.map(idOf).map(place) } },
    mustBeOutside: [leaver.registrationId],
  };
}

type Waiting = Registration & { readonly seat: Extract<Registration["seat"], { state: "waiting" }> };

const isWaiting = (registration: Registration): registration is Waiting => registration.seat.state === "waiting";

/**
 * Changes the order of a delegation. Held seats do not change. The members who wait exchange their times of joining the
 * waiting list, so that they wait in the new order.
 * @throws Refusal `invalid-request` unless each member is named exactly once
 */
export function rank(
  { delegation, members }: Standing,
  wanted: readonly string[],
  { actor, at }: CommandContext,
): Change {
  const after = ranked(delegation, members.map(idOf), wanted);
  const place = (member: Registration) => after.members.indexOf(idOf(member));
  const waiting = members.filter(isWaiting).toSorted((a, b) => place(a) - place(b));
  const times = waiting.map(({ seat }) => seat.since).toSorted();
  const registrations = times.flatMap((since, index) =>
    waiting
      .slice(index, index + 1)
      .filter(({ seat }) => seat.since !== since)
      .map((before) => ({ before, after: { ...before, seat: { ...before.seat, since } } })),
  );
  return {
    conferenceId: delegation.conferenceId,
    at,
    actor,
    action: "rank",
    registrations,
    delegation: { before: delegation, after },
    mails: [],
    admission: "public",
  };
}
