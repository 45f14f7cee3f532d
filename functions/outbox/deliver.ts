import { log } from "#shared/http/log.ts";
import type { MailState, PromisedMail } from "#shared/store/journal.ts";
import { claimMail, isDue, isSettled, loadPromises, offTheList, settleMail } from "#shared/store/outbox.ts";
import type { Table } from "#shared/store/table.ts";
import type { Deliver } from "./handle.ts";

/** A mail ready to go: raw, and to whom. */
export interface WrittenMail {
  readonly raw: Uint8Array;
  readonly to: string;
}

/** Writes a promised mail; none when there is nothing to send any more, such as a badge that died since. */
export type WriteMail = (mail: PromisedMail) => Promise<WrittenMail | undefined>;

/** Gives a mail to SES. @returns its message id */
export type Send = (raw: Uint8Array, to: string) => Promise<string>;

/**
 * Claims, sends, records. A claim whose lease ended means that an earlier sender crashed between sending and
 * recording: SES knows no idempotent send, so the mail goes out once more, and is recorded as possibly twice.
 */
export const deliver =
  (table: Table, write: WriteMail, send: Send): Deliver =>
  async (changeId) => {
    const mails = await loadPromises(table, changeId);
    let open = mails.filter((mail) => !isSettled(mail)).length;
    if (mails.length > 0 && open === 0) await offTheList(table, changeId);
    for (const mail of mails.filter((each) => isDue(each, new Date().toISOString()))) {
      const standing = await claimMail(table, mail, Date.now());
      if (!standing) continue;
      await sendClaimed(table, write, send, { ...mail, standing }, open === 1);
      open -= 1;
    }
  };

async function sendClaimed(
  table: Table,
  write: WriteMail,
  send: Send,
  mail: PromisedMail,
  isLast: boolean,
): Promise<void> {
  const { mailId, promise, standing } = mail;
  const written = await orGiveBack(
    table,
    mail,
    () => write(mail),
    () => true,
  );
  if (!written) {
    await settleMail(table, mail, { state: "failed", at: new Date().toISOString(), reason: "nothing-to-send" }, isLast);
    log("mail.dropped", { mailId, kind: promise.kind });
    return;
  }
  const messageId = await orGiveBack(table, mail, () => send(written.raw, written.to), isRefusedBySes);
  const again = standing.state === "claimed" && standing.attempts > 1;
  const sent: MailState = {
    state: "sent",
    at: new Date().toISOString(),
    messageId,
    ...(again && { possiblyTwice: true }),
  };
  await settleMail(table, mail, sent, isLast);
  log("mail.sent", { mailId, kind: promise.kind, possiblyTwice: again });
}

/** What certainly wasn't sent is promised again at once; of what may have been, the claim stays until its lease ends. */
async function orGiveBack<T>(
  table: Table,
  mail: PromisedMail,
  work: () => Promise<T>,
  unsent: (error: unknown) => boolean,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (unsent(error)) await settleMail(table, mail, { state: "promised" });
    throw error;
  }
}

/** SES answered, and said no: throttled, or not taken. */
function isRefusedBySes(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500;
}
