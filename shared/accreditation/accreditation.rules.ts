import { type Pools, releaseSeat, requestSeat } from "#shared/capacity/seats.rules.ts";
import {
  type AccreditationDecision,
  type AccreditationTransition,
  accreditationTransitions,
} from "#shared/model/accreditation.ts";
import { getActorId } from "#shared/model/actor.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Accreditation, AccreditationState, Registration } from "#shared/model/registration.ts";
import { createChange, omitPersonalEmails } from "#shared/registrations/registration.rules.ts";

function createAccreditation(decision: AccreditationDecision, by: string, at: string): Accreditation {
  const reason = decision.reason ?? "";
  switch (decision.decision) {
    case "approve":
      return { state: "approved", at, by };
    case "reject":
      return { state: "rejected", at, by, reason };
    case "revoke":
      return { state: "revoked", at, by, reason };
    case "reopen":
      return { state: "pending", since: at };
    case "return": {
      const { fields = [], until } = decision;
      return { state: "returned", at, by, reason, fields, ...(until !== undefined && { until }) };
    }
  }
}

/** The effect of the decision on the seat: it is requested, released, or unchanged. */
function applyToSeat(
  conference: Conference,
  pools: Pools,
  after: Registration,
  decision: AccreditationDecision,
  at: string,
): Registration {
  const requestingDecision = conference.seatTakenAt === "approval" ? "approve" : "reopen";
  const isDeclinedAndApproved = after.declinedDelegationId !== undefined && decision.decision === "approve";
  const requestsSeat = decision.decision === requestingDecision || isDeclinedAndApproved;
  if (requestsSeat && after.seat.state === "none" && after.requestedDelegationId === undefined) {
    const { declinedDelegationId: _, ...alone } = after;
    return requestSeat(conference, pools, alone, at);
  }
  return decision.decision === "reject" || decision.decision === "revoke" ? releaseSeat(after) : after;
}

/**
 * A person who named a delegation takes no seat before a focal point, or the secretariat, has confirmed or declined them.
 * @throws DomainError `delegation-unconfirmed`
 */
export function assertMembershipDecided({ requestedDelegationId }: Registration): void {
  if (requestedDelegationId !== undefined) throw new DomainError("delegation-unconfirmed");
}

/**
 * The secretariat's decision on one registration. A reopened registration joins the waiting list at the time of
 * reopening. A substitute keeps the seat that they took over. A person whom a delegation declined is approved alone.
 * @param notify whether the person is told by e-mail
 * @throws DomainError `wrong-state`; `delegation-unconfirmed` for the approval of a person whom the named delegation has
 * not confirmed yet; `full` when a seat is requested and the conference has no waiting list
 */
export function decideAccreditation(
  conference: Conference,
  pools: Pools,
  before: Registration,
  decision: AccreditationDecision,
  { actor, at }: CommandContext,
  notify = true,
): Change {
  assertTransitionAllowed(before, decision.decision);
  if (decision.decision === "approve") assertMembershipDecided(before);
  const { corrections: _, ...rest } = before;
  const decided = { ...rest, accreditation: createAccreditation(decision, getActorId(actor), at) };
  const after = applyToSeat(conference, pools, decided, decision, at);
  const change = createChange(before, after, decision.decision, { actor, at }, decision.reason);
  return notify ? change : omitPersonalEmails(change);
}

/** The delegate, or the secretariat on their behalf, withdraws the registration and releases its seat. */
export function withdrawAccreditation(before: Registration, { actor, at }: CommandContext, reason?: string): Change {
  assertTransitionAllowed(before, "withdraw");
  const after = releaseSeat({ ...before, accreditation: { state: "withdrawn", at, by: getActorId(actor) } });
  return createChange(before, after, "withdraw", { actor, at }, reason);
}

/** The accreditation after a correction is resubmitted. @throws DomainError `wrong-state` unless it was returned */
export function createResubmittedAccreditation(before: Registration, at: string): Accreditation {
  assertTransitionAllowed(before, "resubmit");
  return { state: "pending", since: at };
}

/** @throws DomainError `wrong-state` if the table does not allow this transition from the current state */
export function assertTransitionAllowed(before: Registration, transition: AccreditationTransition): void {
  const from: readonly AccreditationState[] = accreditationTransitions[transition].from;
  if (!from.includes(before.accreditation.state)) throw new DomainError("wrong-state");
}
