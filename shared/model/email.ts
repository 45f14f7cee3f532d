import type { EmailKind } from "./change.ts";

/**
 * Why an e-mail was not sent. `nothing-to-send`: its subject does not exist any more, such as a revoked badge.
 * `unconfirmed`: it is about a member of a delegation whose focal points have not confirmed.
 * `suppressed`: e-mails to its address bounce. `too-many`: the address exceeds the hourly limit of its kind. `poison`:
 * the e-mail could not be rendered. `refused`: SES rejected it. `outcome-unknown`: SES did not respond.
 */
export const emailFailureReasons = [
  "nothing-to-send",
  "unconfirmed",
  "suppressed",
  "too-many",
  "poison",
  "refused",
  "outcome-unknown",
] as const;
export type EmailFailureReason = (typeof emailFailureReasons)[number];

/** Failures that an operator can repair. `npm run redrive` then queues the e-mail again. */
export const redrivableFailures: ReadonlySet<EmailFailureReason> = new Set<EmailFailureReason>([
  "poison",
  "refused",
  "outcome-unknown",
]);

/** The feedback on a sent e-mail: it bounced, it is delayed, or the recipient complained. */
export const bounceStatuses = ["bounce", "transient-bounce", "complaint"] as const;
export type BounceStatus = (typeof bounceStatuses)[number];

/** Set if an earlier attempt may have been delivered, because SES did not respond to it. */
interface PossibleDuplicate {
  readonly possiblyTwice?: boolean;
}

/** Attempts so far: those that failed, and those of which only the begin is recorded, because the process ended. */
interface EarlierAttempts {
  readonly failures?: number;
  readonly unfinished?: number;
}

/**
 * The delivery state of an e-mail: queued, with the number of earlier attempts; claimed by a sender until its lease
 * ends; sent; or failed, with the reason and the name of the error. Times are RFC 3339, UTC. A withheld e-mail was not
 * sent, because its registration clashes with another one. To those who may not know of it, it is a sent one.
 */
export type EmailStatus =
  | ({ readonly state: "queued" } & EarlierAttempts)
  | ({ readonly state: "claimed"; readonly until: string; readonly attempts: number } & EarlierAttempts)
  | ({
      readonly state: "sent";
      readonly at: string;
      readonly messageId: string;
      readonly bounceStatus?: BounceStatus;
      readonly isWithheld?: boolean;
    } & PossibleDuplicate)
  | ({
      readonly state: "failed";
      readonly at: string;
      readonly reason: EmailFailureReason;
      readonly error?: string;
    } & PossibleDuplicate);

/** The delivery problems that the secretariat sees. An e-mail may have several. */
export const emailIssues = [
  "failed",
  "suppressed",
  "dropped",
  "possibly-twice",
  "bounced",
  "delayed",
  "complained",
] as const;
export type EmailIssue = (typeof emailIssues)[number];

const issuesByFailure: Readonly<Record<EmailFailureReason, EmailIssue>> = {
  "nothing-to-send": "dropped",
  unconfirmed: "dropped",
  "too-many": "dropped",
  suppressed: "suppressed",
  poison: "failed",
  refused: "failed",
  "outcome-unknown": "failed",
};

const issuesByBounce: Readonly<Record<BounceStatus, EmailIssue>> = {
  bounce: "bounced",
  "transient-bounce": "delayed",
  complaint: "complained",
};

/** The delivery problems of an e-mail; empty if it has none. */
export function listEmailIssues(status: EmailStatus): EmailIssue[] {
  if (status.state !== "sent" && status.state !== "failed") return [];
  const issue =
    status.state === "failed"
      ? issuesByFailure[status.reason]
      : status.bounceStatus && issuesByBounce[status.bounceStatus];
  return [...(issue ? [issue] : []), ...(status.possiblyTwice ? (["possibly-twice"] as const) : [])];
}

/**
 * The hourly limit of e-mails to one address, for the kinds that any caller, or a focal point by nominations, withdrawals
 * and substitutions, can cause, and for the invitations of staff. A dropped e-mail does no harm: the recipient received
 * one just before, and reads the present state on the page. All other kinds report a decision and are not dropped.
 * Sign-in links are limited when they are requested, so that the page can say so.
 */
export const hourlyEmailLimits: { readonly [Kind in EmailKind]?: number } = {
  "delegation-requested": 6,
  "membership-requested": 10,
  received: 5,
  waiting: 5,
  withdrawn: 5,
  substitute: 5,
  substituted: 5,
  "staff-invited": 5,
};
