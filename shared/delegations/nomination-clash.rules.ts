import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { addConfirmationDeadline, listOccupiedPools, occupies, type Pools } from "#shared/capacity/seats.rules.ts";
import { getActorId } from "#shared/model/actor.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { noSeat } from "#shared/model/seat.ts";
import { createChange, findLiveSerial, isLive, isOnline } from "#shared/registrations/registration.rules.ts";
import { assertRoleCapacity } from "#shared/registrations/roles.rules.ts";
import { addMember, type DelegationWithMembers } from "./nomination.rules.ts";

/** The pools without the seats that a registration gives back. */
const releaseFrom = (conference: Conference, pools: Pools, registration: Registration): Pools => {
  const released = listOccupiedPools(conference, registration);
  return new Map(
    [...pools].map(([name, pool]) => [name, released.includes(name) ? { ...pool, taken: pool.taken - 1 } : pool]),
  );
};

/**
 * The secretariat accepts the nomination: the person's own registration moves into the delegation, at the place of the
 * nomination, and takes over its seat if it has none. A person who is a member already stays at their place. If the
 * person is not registered any more, the nomination becomes an ordinary one.
 * @param existing the registration of the person
 * @throws DomainError `wrong-state` for a nomination without a clash, or that is not live; `invalid-request` at `role` if
 * the delegation has enough members with the role of the person; as `applyAmendment`
 */
export function acceptClash(
  conference: Conference,
  pools: Pools,
  current: DelegationWithMembers,
  nomination: Registration,
  existing: Registration | undefined,
  context: CommandContext,
): Change {
  if (!nomination.clash || !isLive(nomination)) throw new DomainError("wrong-state");
  if (!existing || !isLive(existing)) return acceptAsNewPerson(conference, nomination, context);
  const { delegation, members } = current;
  const { delegationId } = delegation;
  const { registrationId } = nomination;
  const others = members.filter((member) => member.registrationId !== registrationId);
  const isMember = existing.delegationId === delegationId;
  const joined = isMember
    ? createChange(existing, takeNominatedSeat(existing, nomination) ?? existing, "accept-nomination", context)
    : moveToDelegation(conference, pools, { delegation, members: others }, nomination, existing, context);
  const place = isMember ? [] : [existing.registrationId];
  const order = members.flatMap((member) => (member.registrationId === registrationId ? place : member.registrationId));
  return {
    ...joined,
    action: "accept-nomination",
    registrations: [
      { before: nomination, after: withdrawNomination(nomination, context) },
      ...joined.registrations.filter(({ before, after }) => before !== after),
    ],
    delegation: { before: delegation, after: { ...delegation, members: order } },
    emails: [...joined.emails, { kind: "membership-decided", delegationId }],
  };
}

/**
 * A registration outside of a delegation stays as it is while the person is registered, because the person's own one has
 * all that it could give. If the person is not registered any more, it becomes an ordinary one.
 * @throws DomainError `already-registered`; `wrong-state` for a registration that is not live
 */
export function acceptOutsideDelegation(
  conference: Conference,
  clashing: Registration,
  existing: Registration | undefined,
  context: CommandContext,
): Change {
  if (!isLive(clashing)) throw new DomainError("wrong-state");
  if (existing && isLive(existing)) throw new DomainError("already-registered");
  return acceptAsNewPerson(conference, clashing, context);
}

function acceptAsNewPerson(conference: Conference, nomination: Registration, context: CommandContext): Change {
  const { clash: _, ...after } = nomination;
  const { registrationId } = after;
  const change = createChange(nomination, after, "accept-nomination", context);
  // The person is told what a new one would be. Staff who may not know of the clash may have approved it.
  const serial = findLiveSerial(after);
  const { emails } = createChange(undefined, after, "accept-nomination", context);
  const told = serial === undefined ? emails : ([{ kind: "approved", registrationId, serial }] as const);
  return addConfirmationDeadline(conference, { ...change, emails: told });
}

/** The person's registration as a member, with the seat of the nomination if it has none. */
function moveToDelegation(
  conference: Conference,
  pools: Pools,
  others: DelegationWithMembers,
  nomination: Registration,
  existing: Registration,
  context: CommandContext,
): Change {
  const { delegationId, category } = others.delegation;
  assertRoleCapacity(conference, others.members, existing.role);
  const free = releaseFrom(conference, pools, nomination);
  const amended = addMember(others, applyAmendment(conference, free, existing, { delegationId, category }, context));
  const [seated] = amended.registrations.flatMap(({ after }) => takeNominatedSeat(after, nomination) ?? []);
  if (!seated) return amended;
  // A person who is approved is confirmed by the seat. That they wait for it is not true any more.
  const confirmed = createChange(existing, seated, "accept-nomination", context);
  const corrected = amended.emails.filter(({ kind }) => kind !== "waiting");
  return { ...amended, registrations: confirmed.registrations, emails: [...confirmed.emails, ...corrected] };
}

/**
 * The registration with the seat of the nomination; `undefined` if the nomination has none, or the person has one or takes
 * part online.
 */
function takeNominatedSeat(registration: Registration, nomination: Registration): Registration | undefined {
  const { seat, sessions, waitingFor } = nomination;
  const needsSeat = !occupies(registration.seat) && !isOnline(registration);
  return occupies(seat) && needsSeat ? { ...registration, seat, sessions, waitingFor } : undefined;
}

const withdrawNomination = (nomination: Registration, { actor, at }: CommandContext): Registration => ({
  ...nomination,
  accreditation: { state: "withdrawn", at, by: getActorId(actor) },
  seat: noSeat,
  sessions: nomination.sessions.map(({ sessionId }) => ({ sessionId, seat: noSeat })),
  waitingFor: [],
});

/** The secretariat declines the nomination. The focal point sees it as of any other member; the person learns nothing. */
export function declineClash(nomination: Registration, reason: string, context: CommandContext): Change {
  const { actor, at } = context;
  const accreditation = { state: "rejected", at, by: getActorId(actor), reason } as const;
  const sessions = nomination.sessions.map(({ sessionId }) => ({ sessionId, seat: noSeat }));
  const after: Registration = { ...nomination, accreditation, seat: noSeat, sessions, waitingFor: [] };
  return createChange(nomination, after, "reject", context, reason);
}
