import type { Circumstances } from "./conference.ts";
import type { Delegation } from "./delegation.ts";
import type { Registration } from "./registration.ts";
import type { PoolName } from "./seat.ts";
import type { Reason } from "./turns-by-targets.ts";

export const actorKinds = ["public", "delegate", "focal-point", "staff", "system"] as const satisfies Actor["kind"][];

/** Who acts: nobody known, the owner of a registration, a member of staff, or Palais itself. */
export type Actor =
  | { readonly kind: "public" }
  | { readonly kind: "delegate"; readonly id: string }
  | { readonly kind: "focal-point"; readonly id: string }
  | { readonly kind: "staff"; readonly id: string }
  | {
      readonly kind: "system";
      readonly id: "waiting-list" | "document-scan" | "mail-feedback" | "reminder" | "retention";
    };

/** What was done, in the words of the history. */
export const actions = [
  "submit",
  "submit-again",
  "approve",
  "reject",
  "return",
  "resubmit",
  "amend",
  "revoke",
  "reopen",
  "withdraw",
  "seat-from-line",
  "offer-from-line",
  "accept-offer",
  "decline-offer",
  "ask-again",
  "expire-offer",
  "correction-overdue",
  "address-unconfirmed",
  "confirm-address",
  "reprint",
  "issue-visa-letter",
  "limit-access",
  "request-sign-in",
  "change-conference",
  "nominate",
  "rank",
  "substitute",
  "confirm-member",
  "make-delegation",
  "request-delegation",
  "change-delegation",
  "attach-document",
  "refuse-document",
  "add-letter",
  "read-letter",
  "protect",
  "unprotect",
  "tell-apart",
  "mail-returned",
  "resume-mail",
  "remind",
  "erase",
  "end-erasure",
  "forget-documents",
] as const;
export type Action = (typeof actions)[number];

/**
 * A mail that a change promises. It carries what happened at that moment; name, address and language are read
 * from the registration when it is sent, so that erasing a person reaches their mails too.
 */
export type MailPromise = RegistrationMail | DelegationMail;

/** To the person; or, where a member of a delegation has no address of their own, to its focal point. */
export type RegistrationMail = { readonly registrationId: string } & (
  | { readonly kind: "withdrawn" | "reopened" | "already-registered" | "substituted" }
  | { readonly kind: "received"; readonly unseated?: boolean; readonly confirmBy?: string }
  | { readonly kind: "seat-given"; readonly confirmBy?: string }
  | { readonly kind: "offer"; readonly until: string }
  | { readonly kind: "offer-expired" | "correction-overdue" | "address-unconfirmed" }
  | { readonly kind: "waiting" | "approved-waiting"; readonly waitingFor: readonly PoolName[] }
  | { readonly kind: "approved"; readonly serial: number }
  | { readonly kind: "rejected" | "revoked"; readonly reason: string }
  | { readonly kind: "returned"; readonly reason: string; readonly fields: readonly string[]; readonly until?: string }
  | { readonly kind: "sign-in"; readonly linkId: string }
  | { readonly kind: "substitute"; readonly unseated?: boolean }
  | { readonly kind: "reminder" }
  | { readonly kind: "visa-letter"; readonly number: number }
  | { readonly kind: "conference-changed"; readonly was: Circumstances }
);

/** To the first focal point; a sign-in link to the one that asked, by the digest of the address. */
export type DelegationMail = { readonly delegationId: string } & (
  | { readonly kind: "delegation-requested" }
  | { readonly kind: "delegation-accredited" | "quota-changed"; readonly quota?: number }
  | { readonly kind: "delegation-refused"; readonly reason: string }
  | { readonly kind: "delegation-sign-in"; readonly linkId: string; readonly to: string }
);

export type MailKind = MailPromise["kind"];

/**
 * A mail to all whom it concerns: `conference-changed` to every live registration, `reminder` to the confirmed. Who
 * registers, or is approved, once it is made hears of it by the mail about that.
 */
export type Announcement =
  | { readonly kind: "conference-changed"; readonly was: Circumstances }
  | { readonly kind: "reminder" };

/** One registration before and after; a new one has no before. */
export interface Step {
  readonly before?: Registration;
  readonly after: Registration;
}

/** A delegation before and after. */
export interface DelegationStep {
  readonly before?: Delegation;
  readonly after: Delegation;
}

/**
 * What a rule answers: what changes, which mails it promises, and who did what, when and why. Seats, guards and
 * indexes aren't in it: the committer derives them from each step's before and after.
 */
export interface Change {
  readonly conferenceId: string;
  readonly at: string;
  readonly actor: Actor;
  readonly action: Action;
  readonly reason?: string;
  readonly steps: readonly Step[];
  readonly delegation?: DelegationStep;
  /** Registrations that this may happen to only while nobody is inside with them. */
  readonly outside?: readonly string[];
  readonly mails: readonly MailPromise[];
  /** What everybody concerned hears of; too many for one transaction, so their mails are promised by and by. */
  readonly announces?: Announcement;
  /** The targets that a seat from the line brought nearer, where the line is ordered by them. */
  readonly towards?: readonly Reason[];
  /** `line`: the waiting list seats its first, also from a pool that is closed to newcomers. */
  readonly door: "newcomers" | "line";
}
