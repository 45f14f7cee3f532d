import type { HttpFunction, OperationId, routes, StaffGroup } from "#shared/contract/routes.ts";
import type { RefusalCode } from "#shared/domain/refusal.ts";

/** What a call is about: a registration of a delegation at a conference, and what belongs to them. */
export interface Subject {
  readonly conferenceId: string;
  /** The body that made the conference. */
  readonly settings: object;
  /** The token of somebody who may prepare things at this conference. */
  readonly chief: string;
  readonly delegationId: string;
  /** An approved member of the delegation. */
  readonly registrationId: string;
  /** The registration of somebody who named the delegation in the form. */
  readonly claimId: string;
  /** A checked passport of the member. */
  readonly documentId: string;
  /** A batch of badges that was printed. */
  readonly jobId: string;
  /** The member's letter of invitation. */
  readonly letterId: string;
  /** The token of the member's live badge. */
  readonly badge: string;
}

/** One call of an operation that nothing but the caller's lack of rights can stop. */
export interface ValidCall {
  /** Who may, as people agreed: said here once more, so that a slip in the table of routes is found. */
  readonly may: readonly ("public" | "delegate" | "focal-point" | StaffGroup)[];
  /** The address is public, what it gives out isn't: it has an owner. */
  readonly owned?: true;
  /** What an allowed call acts on, where it can be done only once. */
  readonly prepare?: (subject: Subject) => Promise<Partial<Subject>>;
  /** Behind the address, with its question mark. */
  readonly query?: string;
  readonly body?: (subject: Subject) => unknown;
  /** Which version the caller has seen, for `If-Match`. */
  readonly version?: (subject: Subject) => Promise<number>;
  /** The refusal of the rule itself, where a success takes more than this: the caller got as far as that. */
  readonly reaches?: RefusalCode;
}

/** A valid call for each operation of a function: one that is missing doesn't compile. */
export type CallsOf<Function extends HttpFunction> = {
  readonly [Id in OperationId as (typeof routes)[Id]["function"] extends Function ? Id : never]: ValidCall;
};

export const staff = ["secretariat", "reviewer", "entry-desk"] as const;
