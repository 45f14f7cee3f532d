import { setTimeout as sleep } from "node:timers/promises";
import type { SNSEvent } from "aws-lambda";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import { resolveEmailAddress } from "#shared/delegations/delegations.repository.ts";
import { markUndeliverable } from "#shared/email/bounce.rules.ts";
import { findQueuedEmail, isEmailSettled, recordBounce } from "#shared/email/outbox.repository.ts";
import { suppressAddress } from "#shared/email/suppressed-addresses.repository.ts";
import type { BounceStatus } from "#shared/model/email.ts";
import type { Undeliverable } from "#shared/model/registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { log } from "#shared/runtime/lambda.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { type EmailFeedback, parseNotification } from "./ses-notification.contract.ts";

/** The time-out of marking the registration, in ms. */
const markTimeoutMs = 10_000;

/** Records bounces and complaints: suppresses the address, marks registration and email. Idempotent. */
export const handleFeedback =
  (store: CommandStore) =>
  async (event: SNSEvent): Promise<void> => {
    for (const { Sns } of event.Records) {
      const feedback = parseNotification(Sns.Message);
      if (feedback) await recordFeedback(store, feedback);
    }
  };

async function recordFeedback(
  store: CommandStore,
  { emailId, addresses, bounceStatus, at }: EmailFeedback,
): Promise<void> {
  const reason = bounceStatus === "transient-bounce" ? undefined : bounceStatus;
  if (reason) {
    const suppression = { emailId: emailId ?? `unknown-${at}`, reason, at };
    await Promise.all(addresses.map((address) => suppressAddress(store, address, suppression)));
  }
  const email = emailId === undefined ? undefined : await findQueuedEmail(store, emailId);
  log("email.feedback-received", { emailId: email?.emailId, kind: email?.intent.kind, bounceStatus });
  if (!email) return;
  if (reason) await markRegistration(store, email, addresses, { reason, at });
  await recordBounceOnceSent(store, email.emailId, bounceStatus);
}

/**
 * An email may bounce before its sender has recorded it as sent.
 * @throws Error after five seconds: SNS delivers again
 */
async function recordBounceOnceSent(store: CommandStore, emailId: string, bounceStatus: BounceStatus): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const email = await findQueuedEmail(store, emailId);
    if (email && isEmailSettled(email)) return recordBounce(store, email, bounceStatus);
    await sleep(500);
  }
  throw new Error("a bounce of an email that is not recorded as sent");
}

/** Marks the registration, unless its e-mails go to another address by now. */
async function markRegistration(
  store: CommandStore,
  { intent, conferenceId }: QueuedEmail,
  addresses: readonly string[],
  undeliverable: Undeliverable,
) {
  if (!("registrationId" in intent)) return;
  const context = { actor: { kind: "system", id: "email-feedback" }, at: new Date().toISOString() } as const;
  const refused = new Set(addresses.map(foldAddress));
  await executeIfNeeded(store, conferenceId, Date.now() + markTimeoutMs, async () => {
    const registration = await loadRegistration(store, intent.registrationId);
    const address = await resolveEmailAddress(store, registration);
    const isCurrent = address !== undefined && refused.has(foldAddress(address));
    return isCurrent ? markUndeliverable(registration, undeliverable, context) : undefined;
  });
}
