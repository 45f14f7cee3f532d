import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { FailureReason } from "#shared/domain/mail-state.ts";
import type { Table } from "#shared/store/table.ts";

/** A mail ready to go, raw, and to whom; or why there is none to send. */
export type WrittenMail =
  | { readonly raw: Uint8Array; readonly to: string }
  | { readonly unsent: Extract<FailureReason, "nothing-to-send" | "suppressed" | "too-many"> };

/** A mail that was given up, as the queue of those has it: no address, no name. */
export interface GivenUpMail {
  readonly mailId: string;
  readonly conferenceId: string;
  readonly kind: string;
  readonly reason: FailureReason;
  readonly error?: string;
}

/** What the outbox works with. */
export interface Post {
  readonly table: Table;
  /** Writes a promised mail, with the person's data as it is now. */
  readonly write: (mail: QueuedEmail) => Promise<WrittenMail>;
  /** Gives a mail to SES. @returns its message id */
  readonly send: (raw: Uint8Array, to: string) => Promise<string>;
  /** Tells that somebody must look. */
  readonly giveUp: (mail: GivenUpMail) => Promise<void>;
  readonly now?: () => number;
}
