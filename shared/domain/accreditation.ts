import type { Change, CommandContext } from "./change.ts";
import type { Conference } from "./conference.ts";
import { createChange } from "./create-change.ts";
import { Refusal } from "./refusal.ts";
import type { Accreditation, AccreditationState, Registration } from "./registration.ts";
import { type Pools, releaseSeat, requestSeat } from "./seats.ts";

/** Every transition of an accreditation. A transition that is not listed fails with `wrong-state`. */
export const transitions = {
  approve: { from: ["pending"], to: "approved" },
  reject: { from: ["pending"], to: "rejected" },
  return: { from: ["pending"], to: "returned" },
  resubmit: { from: ["returned"], to: "pending" },
  revoke: { from: ["approved"], to: "revoked" },
  reopen: { from: ["rejected", "revoked"], to: "pending" },
  withdraw: { from: ["pending", "returned", "approved"], to: "withdrawn" },
} as const satisfies Record<string, { from: readonly AccreditationState[]; to: AccreditationState }>;

export type Transition = keyof typeof transitions;

/** The transitions that are decisions of the secretariat. */
export const decisions = ["approve", "reject", "return", "revoke", "reopen"] as const satisfies Transition[];

export interface Decision {
  readonly decision: (typeof decisions)[number];
  readonly reason?: string;
  readonly fields?: readonly string[];
  readonly until?: string;
}

/** @throws Refusal `wrong-state` when the table does not allow this transition from the current state. */
export function assertTransitionAllowed(before: Registration, transition: Transition): void {
  const from: readonly AccreditationState[] = transitions[transition].from;
  if (!from.includes(before.accreditation.state)) throw new Refusal("wrong-state");
}

function createAccreditation(decision: Decision, by: string, at: string): Accreditation {
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
    case "return":
      return { state: "returned", at, by, reason, fields: decision.fields ?? [], ...until(decision) };
  }
}

const until = ({ until }: Decision) => (until === undefined ? {} : { until });

/** The effect of the decision on the seat: it is requested, released, or unchanged. */
function applyToSeat(
  conference: Conference,
  pools: Pools,
  after: Registration,
  decision: Decision,
  at: string,
): Registration {
  const asksNow = conference.seatTakenAt === "approval" ? "approve" : "reopen";
  if (decision.decision === asksNow && after.seat.state === "none") return requestSeat(conference, pools, after, at);
  return decision.decision === "reject" || decision.decision === "revoke" ? releaseSeat(after) : after;
}

/**
 * The secretariat's decision on one registration. A reopened registration joins the waiting list at the time of
 * reopening. A substitute keeps the seat that they took over.
 * @throws Refusal `wrong-state`, also for the approval of a person whom the named delegation has not confirmed yet;
 * `full` when a seat is requested and the conference has no waiting list
 */
export function decide(
  conference: Conference,
  pools: Pools,
  before: Registration,
  decision: Decision,
  { actor, at }: CommandContext,
): Change {
  assertTransitionAllowed(before, decision.decision);
  if (decision.decision === "approve" && before.claimedDelegation !== undefined) throw new Refusal("wrong-state");
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const { corrected: _corrected, ...kept } = before;
  const after = { ...kept, accreditation: createAccreditation(decision, by, at) };
  return createChange(
    before,
    applyToSeat(conference, pools, after, decision, at),
    decision.decision,
    { actor, at },
    decision.reason,
  );
}

/** The delegate, or the secretariat on their behalf, withdraws the registration and releases its seat. */
export function withdraw(before: Registration, { actor, at }: CommandContext, reason?: string): Change {
  assertTransitionAllowed(before, "withdraw");
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const after = releaseSeat({ ...before, accreditation: { state: "withdrawn", at, by } });
  return createChange(before, after, "withdraw", { actor, at }, reason);
}

/** The accreditation after a correction is resubmitted. @throws Refusal `wrong-state` unless it was returned */
export function resubmitted(before: Registration, at: string): Accreditation {
  assertTransitionAllowed(before, "resubmit");
  return { state: "pending", since: at };
}
