import { randomUUID } from "node:crypto";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import {
  claimEmail,
  countUnknownSends,
  getFailureCount,
  getUnfinishedCount,
  isEmailDue,
  isEmailSettled,
  loadQueuedEmails,
  recordUnfinished,
  removeFromOutbox,
  settleEmail,
} from "#shared/email/outbox.repository.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { EmailFailureReason, EmailStatus } from "#shared/model/email.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";
import { queueAnnouncementEmails } from "./announcements.ts";
import {
  classifySesError,
  type EmailSender,
  retryWhileThrottled,
  throttlingNames,
  type WrittenEmail,
} from "./email-sender.ts";
import type { DeliverChange, DeliveryMode } from "./handle.ts";

/** An email fails after this many attempts, about one per minute. */
const maxAttempts = 5;

/** After this many attempts that did not end while the email was written, it is sent without the badge as a file. */
const maxUnfinished = 2;

interface DeliveryOptions {
  /** Whether all other emails of the change are settled. */
  readonly isLast: boolean;
  readonly mode: DeliveryMode;
  readonly until: number;
}

/** The delivery of one email: render, claim, send, record. */
class EmailDelivery {
  readonly #sender: EmailSender;
  readonly #options: DeliveryOptions;
  #email: QueuedEmail;
  #isClaimed = false;

  constructor(sender: EmailSender, email: QueuedEmail, options: DeliveryOptions) {
    this.#sender = sender;
    this.#email = email;
    this.#options = options;
  }

  /** @returns whether the email is settled now */
  async run(): Promise<boolean> {
    if (this.#unknownSendCount >= maxAttempts) return this.#giveUp("outcome-unknown");
    if (getUnfinishedCount(this.#email) >= maxAttempts) return this.#giveUp("poison");
    const written = await this.#write();
    if (!("raw" in written)) return written.settled;
    const status = await claimEmail(this.#sender.table, this.#email, this.#now());
    if (!status) return false;
    this.#email = { ...this.#email, status };
    this.#isClaimed = true;
    return this.#send(written);
  }

  /**
   * A sweep first records that it begins. If the function ends before the email is written, such as by its time-out,
   * the next sweeps know of it: they deliver it alone, do without the badge, and in the end give the email up. The
   * first attempt saves that write.
   */
  async #write() {
    const unfinished = getUnfinishedCount(this.#email);
    const attempt = { until: this.#options.until, omitsBadge: unfinished >= maxUnfinished };
    const recordsBegin = this.#options.mode !== "stream";
    if (recordsBegin) this.#email = await recordUnfinished(this.#sender.table, this.#email, unfinished + 1);
    try {
      const written = await this.#sender.write(this.#email, attempt);
      if ("isWithheld" in written) return { settled: await this.#withhold() };
      return "unsent" in written ? { settled: await this.#settle(written.unsent) } : written;
    } catch (error) {
      if (isServiceOutage(error)) {
        // If the database is unavailable too, the first error says more.
        if (recordsBegin) await recordUnfinished(this.#sender.table, this.#email, unfinished).catch(() => undefined);
        throw error;
      }
      // The registration or the subject of the email no longer exists. A damaged one may be brought back.
      if (error instanceof DomainError && error.code !== "damaged-record")
        return { settled: await this.#settle("nothing-to-send") };
      return { settled: await this.#retryLater(error, "poison") };
    }
  }

  /**
   * Records the email as sent, with a message id in the form of Amazon SES, so that staff who may not know of the clash
   * see no difference.
   */
  async #withhold(): Promise<boolean> {
    const at = this.#nowText();
    const messageId = `0102${Date.parse(at).toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
    await this.#record({ state: "sent", at, messageId, isWithheld: true });
    log("email.withheld", this.#logFields());
    return true;
  }

  async #send({ raw, to, afterSent }: Extract<WrittenEmail, { raw: Uint8Array }>): Promise<boolean> {
    let messageId: string;
    try {
      messageId = await retryWhileThrottled(() => this.#sender.send(raw, to));
    } catch (error) {
      return this.#handleSendError(error);
    }
    const twice = this.#unknownSendCount > 0 && { possiblyTwice: true };
    await this.#record({ state: "sent", at: this.#nowText(), messageId, ...twice });
    log("email.sent", { ...this.#logFields(), possiblyTwice: twice !== false });
    // The email is sent, whatever fails now. What is left behind expires.
    await afterSent?.().catch((error) => {
      log("email.after-sent-failed", { ...this.#logFields(), ...toErrorFields(error) }, "warn");
    });
    return true;
  }

  /** If SES did not respond, the claim stays until its lease ends. */
  async #handleSendError(error: unknown): Promise<boolean> {
    const kind = classifySesError(error);
    if (kind === "refused") return this.#retryLater(error, "refused");
    if (kind) await this.#record(this.#toRetryStatus(getFailureCount(this.#email)));
    log(`email.${kind ?? "outcome-unknown"}`, { ...this.#logFields(), ...toErrorFields(error) }, "warn");
    return false;
  }

  /** After an attempt that certainly sent nothing: queues the email again, or fails it after too many attempts. */
  async #retryLater(error: unknown, reason: EmailFailureReason): Promise<boolean> {
    const failures = getFailureCount(this.#email) + 1;
    log("email.attempt-failed", { ...this.#logFields(), failures, ...toErrorFields(error) }, "error");
    if (failures >= maxAttempts) return this.#giveUp(reason, error);
    await this.#record(this.#toRetryStatus(failures));
    return false;
  }

  /** Due again. Earlier sends of unknown outcome stay counted, although this attempt sent nothing. */
  #toRetryStatus(failures: number): EmailStatus {
    const failed = failures > 0 && { failures };
    if (this.#unknownSendCount === 0) return { state: "queued", ...failed };
    return { state: "claimed", until: this.#nowText(), attempts: this.#unknownSendCount, ...failed };
  }

  /** Earlier sends of unknown outcome, without the current one. */
  get #unknownSendCount(): number {
    return countUnknownSends(this.#email) - (this.#isClaimed ? 1 : 0);
  }

  /** Writes to the queue first: a crash after it leads to two messages, never to none. */
  async #giveUp(reason: EmailFailureReason, cause?: unknown): Promise<boolean> {
    const error = cause instanceof Error ? { error: cause.name } : {};
    const { conferenceId } = this.#email;
    await this.#sender.sendToDeadLetterQueue({ ...this.#logFields(), conferenceId, reason, ...error });
    return this.#settle(reason, error);
  }

  async #settle(reason: EmailFailureReason, error: { readonly error?: string } = {}): Promise<boolean> {
    const twice = this.#unknownSendCount > 0 && { possiblyTwice: true };
    await this.#record({ state: "failed", at: this.#nowText(), reason, ...error, ...twice });
    log("email.not-sent", { ...this.#logFields(), reason });
    return true;
  }

  #record(status: EmailStatus): Promise<void> {
    const isSettling = status.state === "sent" || status.state === "failed";
    return settleEmail(this.#sender.table, this.#email, status, isSettling && this.#options.isLast);
  }

  #now = () => this.#sender.now?.() ?? Date.now();

  #nowText = () => new Date(this.#now()).toISOString();

  #logFields = () => ({ emailId: this.#email.emailId, kind: this.#email.intent.kind });
}

/** Whether the database or another service is unavailable, and the email is not the cause. */
function isServiceOutage(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === "too-busy";
  const { name = "", $fault, $metadata } = error as { name?: string; $fault?: string; $metadata?: object };
  return $metadata !== undefined && ($fault !== "client" || throttlingNames.test(name));
}

/**
 * Renders, claims, sends and records the emails of a change. If the lease of a claim has ended, the earlier sender
 * ended between send and record, or SES did not respond. SES has no idempotent send, so the email is sent once more and
 * marked as possibly twice. It is rendered before it is claimed, so that a lease covers nothing but the send.
 */
export const createDeliverer =
  (sender: EmailSender): DeliverChange =>
  async (changeId, until, mode) => {
    const { table, now = Date.now } = sender;
    if (!(await queueAnnouncementEmails(table, changeId, until, now))) return { mustBeAlone: false };
    const emails = await loadQueuedEmails(table, changeId);
    let open = emails.filter((email) => !isEmailSettled(email)).length;
    // Two senders may have settled the last two emails at the same time, neither as the last.
    if (emails.length > 0 && open === 0) await removeFromOutbox(table, changeId);
    const at = new Date(now()).toISOString();
    const due = emails.filter((email) => isEmailDue(email, at));
    const ready = due.filter((email) => mode === "alone" || getUnfinishedCount(email) === 0);
    for (const email of ready) {
      if (await new EmailDelivery(sender, email, { isLast: open === 1, mode, until }).run()) open -= 1;
    }
    return { mustBeAlone: ready.length < due.length };
  };
