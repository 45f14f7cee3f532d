import type { Action, Actor, Change } from "./change.ts";
import type { Conference } from "./conference.ts";
import { promisedMails } from "./mails.ts";
import { Refusal } from "./refusal.ts";
import { type Accreditation, type AccreditationState, isConfirmed, type Registration } from "./registration.ts";
import { askForSeat, type Pools, release } from "./seats.ts";
import { visaLetterMails, withVisaLetter } from "./visa-letter.ts";

/** The whole life of an accreditation. What isn't listed is refused with `wrong-state`. */
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

/** The transitions that the secretariat decides. */
export const decisions = ["approve", "reject", "return", "revoke", "reopen"] as const satisfies Transition[];

export interface Decision {
  readonly decision: (typeof decisions)[number];
  readonly reason?: string;
  readonly fields?: readonly string[];
  readonly until?: string;
}

/** Who acts, and when (RFC 3339, UTC). */
export interface Occasion {
  readonly actor: Actor;
  readonly at: string;
}

/** @throws Refusal `wrong-state` when the table has no such step from here. */
export function mayStep(before: Registration, transition: Transition): void {
  const from: readonly AccreditationState[] = transitions[transition].from;
  if (!from.includes(before.accreditation.state)) throw new Refusal("wrong-state");
}

function decided(decision: Decision, by: string, at: string): Accreditation {
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

/** What the decision does to the seat: it is asked for, given up, or stays as it is. */
function seated(
  conference: Conference,
  pools: Pools,
  after: Registration,
  decision: Decision,
  at: string,
): Registration {
  const asksNow = conference.seatTakenAt === "approval" ? "approve" : "reopen";
  if (decision.decision === asksNow && after.seat.state === "none") return askForSeat(conference, pools, after, at);
  return decision.decision === "reject" || decision.decision === "revoke" ? release(after) : after;
}

/**
 * The secretariat's decision on one registration. Reopening joins the line at the time of reopening; a seat that a
 * substitute took over stays theirs.
 * @throws Refusal `wrong-state`, also for the approval of somebody whom a delegation hasn't confirmed yet; `full` where a seat is asked for and the conference keeps no waiting list.
 */
export function decide(
  conference: Conference,
  pools: Pools,
  before: Registration,
  decision: Decision,
  { actor, at }: Occasion,
): Change {
  mayStep(before, decision.decision);
  if (decision.decision === "approve" && before.claimedDelegation !== undefined) throw new Refusal("wrong-state");
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const { corrected: _corrected, ...kept } = before;
  const after = { ...kept, accreditation: decided(decision, by, at) };
  return changeOf(
    before,
    seated(conference, pools, after, decision, at),
    decision.decision,
    { actor, at },
    decision.reason,
  );
}

/** The delegate, or the secretariat for them, gives the registration up, and its seat with it. */
export function withdraw(before: Registration, { actor, at }: Occasion, reason?: string): Change {
  mayStep(before, "withdraw");
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const after = release({ ...before, accreditation: { state: "withdrawn", at, by } });
  return changeOf(before, after, "withdraw", { actor, at }, reason);
}

/** Confirmation issues the next badge serial, so that an earlier, revoked badge never comes back to life. */
function withBadge(before: Registration | undefined, after: Registration): Registration {
  const confirmedNow = isConfirmed(after) && !(before && isConfirmed(before));
  return confirmedNow ? { ...after, badgeSerial: after.badgeSerial + 1 } : after;
}

/** One registration's step as a Change, with its badge and the mails it owes. */
export function changeOf(
  before: Registration | undefined,
  changed: Registration,
  action: Action,
  { actor, at }: Occasion,
  reason?: string,
): Change {
  const after = withVisaLetter(before, withBadge(before, changed), at);
  const step = before ? { before, after } : { after };
  return {
    conferenceId: after.conferenceId,
    at,
    actor,
    action,
    ...(reason === undefined ? {} : { reason }),
    steps: [step],
    mails: [...promisedMails(step), ...visaLetterMails(before, after)],
    door: "newcomers",
  };
}

/** A step of an accreditation that its table allows, by name: `resubmit` after a correction. */
export function resubmitted(before: Registration, at: string): Accreditation {
  mayStep(before, "resubmit");
  return { state: "pending", since: at };
}
