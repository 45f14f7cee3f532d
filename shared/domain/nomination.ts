import type { Change, CommandContext, EmailIntent } from "./change.ts";
import { type Conference, registrationState } from "./conference.ts";
import { createChange } from "./create-change.ts";
import { type Delegation, hasReadLetter, mustBeAccredited, nominationLimit, ranked } from "./delegation.ts";
import { Refusal } from "./refusal.ts";
import { isLive, type Registration } from "./registration.ts";
import { addConfirmationDeadline } from "./seat-expiry.ts";
import { type Pools, releaseSeat, requestSeat } from "./seats.ts";
import { type Application, knowSessions, newRegistration } from "./submission.ts";

/** Whom a focal point nominates: the form, without what the delegation itself says. */
export type Nomination = Omit<Application, "category">;

/** A delegation with its registrations that still stand, in its own order. */
export interface Standing {
  readonly delegation: Delegation;
  readonly members: readonly Registration[];
}

const idOf = ({ registrationId }: Registration) => registrationId;

/** @throws Refusal `reserve-full` when so many more would be above the delegation's limit */
export function mustHaveRoom({ delegation, members }: Standing, more: number): void {
  if (members.length + more > nominationLimit(delegation)) throw new Refusal("reserve-full");
}

/** Focal points nominate while registration is open; the secretariat at any time. */
function mayNominate(conference: Conference, delegation: Delegation, { actor, at }: CommandContext): void {
  mustBeAccredited(delegation);
  if (actor.kind !== "staff" && registrationState(conference, at) === "closed") {
    throw new Refusal("registration-closed");
  }
}

/** A member as the delegation's form has them; the focal point vouches for the address. */
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
 * A focal point nominates somebody, last in the delegation's order: a candidate for a seat while the quota lasts, else
 * in its reserve.
 * @throws Refusal `delegation-not-accredited`, `registration-closed`, `reserve-full`; `full` where no seat is left and
 * the conference keeps no waiting list; `invalid-request` for a session that the conference doesn't have
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
 * Whoever named the delegation in the form is a member from now on, and asks for a seat.
 * @throws Refusal `not-a-member` for a registration that didn't name it; `wrong-state` for one that stands no more;
 * else as `nominate`
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

/** Who is nominated in somebody's place hears so, and nothing of who it was. */
const inThePlaceOf = (mail: EmailIntent): EmailIntent =>
  mail.kind === "received"
    ? { kind: "substitute", registrationId: mail.registrationId, ...(mail.unseated && { unseated: true }) }
    : mail;

/** Who leaves, and whether they are inside the venue now. */
export interface Leaver {
  readonly registration: Registration;
  readonly inside: boolean;
}

/**
 * One leaves, another takes the place with the seat as it is; no pool changes. The badge of who left is dead, and who
 * came is reviewed.
 * @throws Refusal `not-a-member`; `wrong-state` for somebody who stands no more; `inside-already`
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
 * The delegation's order as its focal point wants it. Whoever holds a seat keeps it; those who wait share out their
 * places in line in the new order.
 * @throws Refusal `invalid-request` unless each member is named once
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
