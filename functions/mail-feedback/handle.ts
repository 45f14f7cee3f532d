import { setTimeout as sleep } from "node:timers/promises";
import type { SNSEvent } from "aws-lambda";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { Comeback } from "#shared/domain/mail-state.ts";
import { mailReturned } from "#shared/domain/undeliverable.ts";
import { log } from "#shared/http/log.ts";
import { cameBack, findMail, isSettled } from "#shared/store/outbox.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { type SuppressionReason, suppress } from "#shared/store/suppression.ts";
import { type Feedback, readNotification } from "./notification.ts";

/** How long the registration may take to be flagged, in ms. */
const patience = 10_000;

/** Mails that came back: no more go to the address, the mail and its registration say so. Twice is as once. */
export const handleFeedback =
  (table: CommandStore) =>
  async (event: SNSEvent): Promise<void> => {
    for (const { Sns } of event.Records) {
      const feedback = readNotification(Sns.Message);
      if (feedback) await record(table, feedback);
    }
  };

async function record(table: CommandStore, { mailId, addresses, comeback, at }: Feedback): Promise<void> {
  const reason = comeback === "transient-bounce" ? undefined : comeback;
  if (reason) {
    const why = { mailId: mailId ?? `unknown-${at}`, reason, at };
    await Promise.all(addresses.map((address) => suppress(table, address, why)));
  }
  const mail = mailId === undefined ? undefined : await findMail(table, mailId);
  log("mail.came-back", { mailId: mail?.mailId, kind: mail?.intent.kind, comeback });
  if (!mail) return;
  if (reason) await flag(table, mail, reason, at);
  await onceRecorded(table, mail.mailId, comeback);
}

/** A mail may come back before its sender has recorded that it went. @throws Error when that takes too long: once more */
async function onceRecorded(table: CommandStore, mailId: string, comeback: Comeback): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const mail = await findMail(table, mailId);
    if (mail && isSettled(mail)) return cameBack(table, mail, comeback);
    await sleep(500);
  }
  throw new Error("a mail came back that nobody has recorded as sent");
}

async function flag(table: CommandStore, mail: QueuedEmail, reason: SuppressionReason, at: string) {
  const { intent, conferenceId } = mail;
  if (!("registrationId" in intent)) return;
  const context = { actor: { kind: "system", id: "mail-feedback" }, at: new Date().toISOString() } as const;
  await executeIfNeeded(table, conferenceId, Date.now() + patience, async () =>
    mailReturned(await loadRegistration(table, intent.registrationId), { reason, at }, context),
  );
}
