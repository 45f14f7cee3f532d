import type { Language } from "#shared/model/conference.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import type { JobRequester } from "#shared/model/job.ts";
import type { VisaLetterAction } from "#shared/model/registration.ts";

/** Issues, sends again or revokes the visa letters of people, each by itself. The reason is not kept once it has ended. */
export interface VisaLetterJobRequest {
  readonly action: VisaLetterAction;
  /** At the versions that the requester had loaded. */
  readonly items: readonly { readonly registrationId: string; readonly version: number }[];
  /** Of the letters that are issued. */
  readonly language?: Language;
  readonly requestedBy: JobRequester;
}

/** The next part of the people, and why their letters are revoked. */
export interface VisaLetterCursor {
  readonly part: number;
  readonly reason?: string;
}

/** The outcome of each action that was carried out. */
export const doneOutcomes = { issue: "issued", resend: "resent", revoke: "revoked" } as const satisfies Record<
  VisaLetterAction,
  string
>;

export const visaLetterOutcomes = [...Object.values(doneOutcomes), "refused"] as const;

/** A person and what became of their letter. */
export interface VisaLetterRow {
  /** The place in the request, from 1. */
  readonly row: number;
  readonly outcome: (typeof visaLetterOutcomes)[number];
  readonly registrationId: string;
  readonly errorCode?: DomainErrorCode;
}
