import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { FailureReason, MailState } from "#shared/domain/mail-state.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { errorKind, log } from "#shared/http/log.ts";
import { claimMail, failuresOf, settleMail, unknownSendings } from "#shared/store/outbox.ts";
import type { Post } from "./post.ts";
import { isRefusal, whenNotThrottled } from "./ses-answers.ts";

/** So often a mail is tried, about once a minute, before it is given up. */
const maxTries = 5;

/** One mail on its way: written, claimed, sent, recorded. */
export class Delivery {
  readonly #post: Post;
  readonly #isLast: boolean;
  #mail: QueuedEmail;
  #isOurs = false;

  constructor(post: Post, mail: QueuedEmail, isLast: boolean) {
    this.#post = post;
    this.#mail = mail;
    this.#isLast = isLast;
  }

  /** @returns whether the mail is settled now */
  async run(): Promise<boolean> {
    if (this.#unknown >= maxTries) return this.#fail("outcome-unknown");
    const written = await this.#write();
    if (!("raw" in written)) return written.settled;
    const standing = await claimMail(this.#post.table, this.#mail, this.#clock());
    if (!standing) return false;
    this.#mail = { ...this.#mail, standing };
    this.#isOurs = true;
    return this.#send(written.raw, written.to);
  }

  #clock = () => this.#post.now?.() ?? Date.now();

  async #write() {
    try {
      const written = await this.#post.write(this.#mail);
      return "unsent" in written ? { settled: await this.#settle(written.unsent) } : written;
    } catch (error) {
      if (isOutage(error)) throw error;
      // Whom or what it tells of isn't there any more.
      if (error instanceof Refusal) return { settled: await this.#settle("nothing-to-send") };
      return { settled: await this.#tryLater(error, "poison") };
    }
  }

  async #send(raw: Uint8Array, to: string): Promise<boolean> {
    let messageId: string;
    try {
      messageId = await whenNotThrottled(() => this.#post.send(raw, to));
    } catch (error) {
      return this.#notSent(error);
    }
    const twice = this.#unknown > 0 && { possiblyTwice: true };
    await this.#record({ state: "sent", at: this.#at(), messageId, ...twice });
    log("mail.sent", { ...this.#named(), possiblyTwice: twice !== false });
    return true;
  }

  /** Where SES never answered, the claim stays as it is until its lease ends. */
  async #notSent(error: unknown): Promise<boolean> {
    const answer = isRefusal(error);
    if (answer === "refused") return this.#tryLater(error, "refused");
    if (answer === "throttled") await this.#record(this.#open(failuresOf(this.#mail)));
    log(answer === "throttled" ? "mail.throttled" : "mail.unknown", { ...this.#named(), ...errorKind(error) }, "warn");
    return false;
  }

  /** It certainly wasn't sent this time: promised again; or given up, when that happened too often. */
  async #tryLater(error: unknown, reason: FailureReason): Promise<boolean> {
    const failures = failuresOf(this.#mail) + 1;
    log("mail.failed", { ...this.#named(), failures, ...errorKind(error) }, "error");
    if (failures >= maxTries) return this.#fail(reason, error);
    await this.#record(this.#open(failures));
    return false;
  }

  /** Due again; an earlier sending whose outcome nobody knows isn't forgotten, though this one didn't take place. */
  #open(failures: number): MailState {
    const failed = failures > 0 && { failures };
    if (this.#unknown === 0) return { state: "promised", ...failed };
    return { state: "claimed", until: this.#at(), attempts: this.#unknown, ...failed };
  }

  /** Earlier sendings whose outcome nobody knows; the one that is ours now is not among them. */
  get #unknown(): number {
    return unknownSendings(this.#mail) - (this.#isOurs ? 1 : 0);
  }

  /** The queue first: a crash in between leaves two messages, and never none. */
  async #fail(reason: FailureReason, cause?: unknown): Promise<boolean> {
    const error = cause instanceof Error ? { error: cause.name } : {};
    await this.#post.giveUp({ ...this.#named(), conferenceId: this.#mail.conferenceId, reason, ...error });
    return this.#settle(reason, error);
  }

  async #settle(reason: FailureReason, error: { readonly error?: string } = {}): Promise<boolean> {
    const twice = this.#unknown > 0 && { possiblyTwice: true };
    await this.#record({ state: "failed", at: this.#at(), reason, ...error, ...twice });
    log("mail.unsent", { ...this.#named(), reason });
    return true;
  }

  #record(standing: MailState): Promise<void> {
    const isSettling = standing.state === "sent" || standing.state === "failed";
    return settleMail(this.#post.table, this.#mail, standing, isSettling && this.#isLast);
  }

  #at = () => new Date(this.#clock()).toISOString();

  #named = () => ({ mailId: this.#mail.mailId, kind: this.#mail.intent.kind });
}

/** The database or a service that Palais calls is out, and the mail not at fault. */
function isOutage(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === "too-busy";
  const { $fault, $metadata } = error as { $fault?: string; $metadata?: object };
  return $metadata !== undefined && $fault !== "client";
}
