import type { Actor } from "./actor.ts";
import type { ConferenceSchedule, Targets } from "./conference.ts";
import type { Delegation } from "./delegation.ts";
import type { OrganizationMerge } from "./organization.ts";
import type { Registration } from "./registration.ts";
import type { PoolName } from "./seat.ts";

/** Who executes a command, and when (RFC 3339, UTC). */
export interface CommandContext {
  readonly actor: Actor;
  readonly at: string;
}

/** The action of a change, as the history names it. */
export const actions = [
  "submit",
  "submit-again",
  "approve",
  "import-approved",
  "undo-import",
  "reject",
  "return",
  "resubmit",
  "amend",
  "request-change",
  "take-back-change",
  "accept-change",
  "decline-change",
  "revoke",
  "reopen",
  "withdraw",
  "seat-from-waiting-list",
  "offer-from-waiting-list",
  "accept-offer",
  "decline-offer",
  "request-seat-again",
  "expire-offer",
  "correction-overdue",
  "address-unconfirmed",
  "confirm-address",
  "reprint",
  "issue-visa-letter",
  "resend-visa-letter",
  "revoke-visa-letter",
  "limit-access",
  "request-sign-in",
  "update-conference",
  "invite-staff",
  "update-branding",
  "update-questions",
  "update-page",
  "update-programme",
  "merge-organizations",
  "separate-organizations",
  "nominate",
  "rank-members",
  "substitute",
  "confirm-member",
  "decline-member",
  "accept-nomination",
  "request-membership",
  "create-delegation",
  "request-delegation",
  "update-delegation",
  "confirm-focal-point",
  "decline-focal-point",
  "attach-document",
  "reject-document",
  "add-credential-letter",
  "record-credential-review",
  "protect",
  "unprotect",
  "dismiss-duplicate",
  "add-note",
  "change-tags",
  "change-assignee",
  "mark-undeliverable",
  "lift-suppression",
  "send-reminder",
  "remind-of-questions",
  "send-certificates",
  "export-registrations",
  "export-answers",
  "export-list",
  "export-photos",
  "export-attendance",
  "export-visa-letters",
  "export-certificates",
  "save-list-version",
  "erase",
  "complete-erasure",
  "delete-documents",
  "repair",
] as const;
export type Action = (typeof actions)[number];

/**
 * An e-mail that a change queues. It carries the facts of that moment. Name, address and language are read from the
 * registration when the e-mail is sent, so that the erasure of a person also covers their e-mails.
 */
export type EmailIntent = RegistrationEmail | DelegationEmail | StaffEmail;

/**
 * An e-mail to the person, or to the focal point for a delegation member without an address. `address-changed` goes to
 * the address that the change replaced; `ofClash`: that of a nomination that clashed. `isKnown`: staff may know that the
 * person owed an answer then.
 */
export type RegistrationEmail = { readonly registrationId: string } & (
  | { readonly kind: "withdrawn" | "reopened" | "already-registered" | "substituted" }
  | { readonly kind: "received"; readonly unseated?: boolean; readonly confirmBy?: string }
  | { readonly kind: "seat-given"; readonly confirmBy?: string }
  | { readonly kind: "offer"; readonly until: string }
  | { readonly kind: "offer-expired" | "correction-overdue" | "address-unconfirmed" }
  | { readonly kind: "approved-online" | "online-access" }
  | { readonly kind: "waiting" | "approved-waiting"; readonly waitingFor: readonly PoolName[] }
  | { readonly kind: "approved"; readonly serial: number }
  | { readonly kind: "corrected"; readonly fields: readonly string[] }
  | { readonly kind: "badge-reissued"; readonly fields: readonly string[]; readonly serial: number }
  | { readonly kind: "address-changed"; readonly ofClash?: boolean }
  | { readonly kind: "head-replaced" }
  | { readonly kind: "head-replaced"; readonly serial: number }
  | { readonly kind: "rejected" | "revoked"; readonly reason: string }
  | { readonly kind: "change-declined"; readonly reason: string; readonly fields: readonly string[] }
  | { readonly kind: "returned"; readonly reason: string; readonly fields: readonly string[]; readonly until?: string }
  | { readonly kind: "sign-in"; readonly linkId: string }
  | { readonly kind: "substitute" | "membership-confirmed"; readonly unseated?: boolean }
  | { readonly kind: "membership-declined" }
  | { readonly kind: "reminder" | "certificate" }
  | { readonly kind: "answers-due"; readonly isKnown?: true }
  | { readonly kind: "visa-letter"; readonly number: number }
  | { readonly kind: "visa-letter-revoked"; readonly reason: string }
  | { readonly kind: "conference-changed"; readonly previous: ConferenceSchedule; readonly publishesOnlineLink?: true }
);

/**
 * An e-mail to the first focal point. A sign-in link goes to the one that requested it, by the digest of the address, and a
 * request to confirm to each, by the position in the list.
 */
export type DelegationEmail = { readonly delegationId: string } & (
  | { readonly kind: "delegation-requested" | "membership-requested" | "membership-decided" }
  | { readonly kind: "delegation-accredited" | "quota-changed"; readonly quota?: number }
  | { readonly kind: "delegation-refused"; readonly reason: string }
  | { readonly kind: "delegation-sign-in"; readonly linkId: string; readonly to: string }
  | { readonly kind: "focal-point-confirmation"; readonly position: number }
);

/**
 * An e-mail to an address of the conference's list of staff, by the holder that stands beside it. `isAgain`: an officer
 * has asked for another one.
 */
export interface StaffEmail {
  readonly kind: "staff-invited";
  readonly holder: string;
  readonly isAgain?: true;
}

export type EmailKind = EmailIntent["kind"];

/** The registration or the delegation that an e-mail is about. An invitation of staff is about neither. */
export function toEmailSubject(intent: EmailIntent): { registrationId?: string; delegationId?: string } {
  if ("registrationId" in intent) return { registrationId: intent.registrationId };
  return "delegationId" in intent ? { delegationId: intent.delegationId } : {};
}

/**
 * An e-mail to many recipients: `conference-changed` to every live registration, `reminder` to every confirmed one,
 * `certificate` to everyone who has a certificate of attendance, once however often staff announce it, `answers-due` to
 * everyone who must answer a question and has not, `online-access` to every approved person who takes part online; to them, `conference-changed` says a new address too, if one change has both. A person who registers or is
 * approved after the announcement learns the same facts from that e-mail.
 */
export type Announcement =
  | { readonly kind: "conference-changed"; readonly previous: ConferenceSchedule; readonly publishesOnlineLink?: true }
  | { readonly kind: "reminder" | "answers-due" | "online-access" | "certificate" };

/**
 * What the actor gave of a registration without reading it there: sensitive answers and a passport number. It counts as
 * changed whether or not it is, because an equal value would confirm a guess. By the path of each field, the path under
 * which lists name it.
 */
export type UnseenFields = Readonly<Record<string, string>>;

/** One registration before and after a change. A new registration has no `before`. */
export interface RegistrationChange {
  readonly before?: Registration;
  readonly after: Registration;
}

/** A delegation before and after a change. A new delegation has no `before`. */
export interface DelegationChange {
  readonly before?: Delegation;
  readonly after: Delegation;
}

/** A composition target that a seat from the waiting list brings nearer. */
export interface TargetReason {
  readonly dimension: keyof Targets;
  readonly value: string;
  readonly target: number;
  readonly share: number;
  readonly shareAfter: number;
}

/**
 * The result of a rule: what changes, which e-mails it queues, and who did what, when and why. Seats, uniqueness
 * constraints and indexes are not part of it: `commit` derives them from each registration before and after.
 */
export interface Change {
  readonly conferenceId: string;
  readonly at: string;
  readonly actor: Actor;
  readonly action: Action;
  readonly reason?: string;
  readonly registrations: readonly RegistrationChange[];
  /** Of the first registration. */
  readonly unseen?: UnseenFields;
  /** The registration whose annotations changed. The registration itself did not. */
  readonly annotated?: string;
  readonly delegation?: DelegationChange;
  /** Two organizations that the secretariat merges or separates. */
  readonly organizationMerge?: Pick<OrganizationMerge, "mergeId" | "from" | "into">;
  /** The list of participants that is exported, in which format, or saved. The current list has no version. */
  readonly participantList?: { readonly format?: string; readonly version?: number };
  /** Registrations that must not be checked in, when the change is written, by a scan since a time (RFC 3339, UTC). */
  readonly mustBeOutside?: readonly { readonly registrationId: string; readonly since: string }[];
  readonly emails: readonly EmailIntent[];
  /** An e-mail to many recipients. One transaction cannot hold them all, so they are queued afterwards in batches. */
  readonly announcement?: Announcement;
  /** The composition targets that this seat brings nearer, where they order the waiting list. */
  readonly targetReasons?: readonly TargetReason[];
  /** `public` takes seats from open pools only; `waiting-list` also from pools that are closed to the public. */
  readonly admission: "public" | "waiting-list";
}

/** A change at a conference that changes no registration, such as one of its settings. */
export const createConferenceChange = (
  conferenceId: string,
  action: Action,
  { actor, at }: CommandContext,
  emails: readonly EmailIntent[] = [],
): Change => ({ conferenceId, at, actor, action, registrations: [], emails, admission: "public" });
