import { changeOf, type Occasion } from "./accreditation.ts";
import type { Change } from "./change.ts";
import { type Conference, registrationState } from "./conference.ts";
import { type Delegation, hasReadLetter, mustBeAccredited, nominationLimit, ranked } from "./delegation.ts";
import { withConfirmBy } from "./lapse.ts";
import { Refusal } from "./refusal.ts";
import { isLive, type Registration } from "./registration.ts";
import { askForSeat, type Pools, release } from "./seats.ts";
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
function mayNominate(conference: Conference, delegation: Delegation, { actor, at }: Occasion): void {
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
  occasion: Occasion,
): Change {
  const { delegation, members } = standing;
  mayNominate(conference, delegation, occasion);
  mustHaveRoom(standing, 1);
  knowSessions(conference, nomination.sessions);
  const asking = newMember(conference, delegation, nomination, registrationId, occasion.at);
  const after = conference.seatTakenAt === "submission" ? askForSeat(conference, pools, asking, occasion.at) : asking;
  const ranking = [...members.map(idOf), registrationId];
  return {
    ...withConfirmBy(conference, changeOf(undefined, after, "nominate", occasion)),
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
  occasion: Occasion,
): Change {
  const { delegation, members } = standing;
  const { claimedDelegation, ...rest } = before;
  if (claimedDelegation !== delegation.delegationId) throw new Refusal("not-a-member");
  if (!isLive(before)) throw new Refusal("wrong-state");
  mayNominate(conference, delegation, occasion);
  mustHaveRoom(standing, 1);
  const member: Registration = {
    ...rest,
    delegationId: delegation.delegationId,
    category: delegation.category,
    ...(hasReadLetter(delegation) && { onLetter: false }),
  };
  const asks = conference.seatTakenAt === "submission";
  const after = asks ? askForSeat(conference, pools, member, occasion.at) : member;
  return {
    ...changeOf(before, after, "confirm-member", occasion),
    delegation: { before: delegation, after: { ...delegation, members: [...members.map(idOf), idOf(before)] } },
  };
}

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
  occasion: Occasion,
): Change {
  const { actor, at } = occasion;
  if (leaver.delegationId !== delegation.delegationId) throw new Refusal("not-a-member");
  if (!isLive(leaver)) throw new Refusal("wrong-state");
  if (inside) throw new Refusal("inside-already");
  mayNominate(conference, delegation, occasion);
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const left = release({ ...leaver, accreditation: { state: "withdrawn", at, by } });
  const { seat, sessions, waitingFor } = leaver;
  const taking = newMember(conference, delegation, nomination, registrationId, at);
  const come: Registration = { ...taking, seat, sessions, waitingFor, substitutes: leaver.registrationId };
  const arrival = changeOf(undefined, come, "substitute", occasion);
  const place = (id: string) => (id === leaver.registrationId ? registrationId : id);
  return {
    ...arrival,
    steps: [{ before: leaver, after: left }, ...arrival.steps],
    mails: [{ kind: "substituted", registrationId: leaver.registrationId }, ...arrival.mails],
    delegation: { before: delegation, after: { ...delegation, members: members.map(idOf).map(place) } },
    outside: [leaver.registrationId],
  };
}

type Waiting = Registration & { readonly seat: Extract<Registration["seat"], { state: "waiting" }> };

const isWaiting = (registration: Registration): registration is Waiting => registration.seat.state === "waiting";

/**
 * The delegation's order as its focal point wants it. Whoever holds a seat keeps it; those who wait share out their
 * places in line in the new order.
 * @throws Refusal `invalid-request` unless each member is named once
 */
export function rank({ delegation, members }: Standing, wanted: readonly string[], { actor, at }: Occasion): Change {
  const after = ranked(delegation, members.map(idOf), wanted);
  const place = (member: Registration) => after.members.indexOf(idOf(member));
  const waiting = members.filter(isWaiting).toSorted((a, b) => place(a) - place(b));
  const times = waiting.map(({ seat }) => seat.since).toSorted();
  const steps = times.flatMap((since, index) =>
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
    steps,
    delegation: { before: delegation, after },
    mails: [],
    door: "newcomers",
  };
}
