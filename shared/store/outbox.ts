import { journalEntryOf, type QueuedEmail, standingAttributes } from "#shared/commands/journal.ts";
import { type Comeback, type FailureReason, givenUp, type MailState, troublesOf } from "#shared/domain/mail-state.ts";
import { bucketOf, buckets, indexes, keys, lists } from "./keys.ts";
import { getItem, listAll, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** How long a sender may take for one mail, in ms; after that another may try. */
const leaseMs = 30_000;

const splitMailId = (mailId: string) => {
  const [changeId = "", index = ""] = mailId.split(".");
  return { changeId, name: `m${index}` };
};

/** The promises of one change with how they stand, read consistently. */
export async function loadPromises(table: Table, changeId: string): Promise<readonly QueuedEmail[]> {
  const item = await getItem(table, keys.journal(changeId));
  return item ? journalEntryOf(item).mails : [];
}

/** One promised mail, read consistently, or none. */
export async function findMail(table: Table, mailId: string): Promise<QueuedEmail | undefined> {
  const mails = await loadPromises(table, splitMailId(mailId).changeId);
  return mails.find((mail) => mail.mailId === mailId);
}

/** The changes that have promised a mail before `before` (RFC 3339, UTC) which isn't settled. */
export async function* unsettledChanges(table: Table, before: string): AsyncGenerator<string> {
  for (const bucket of buckets) {
    for await (const row of listAll(table, { index: indexes.due, partition: lists.outbox(bucket) })) {
      const [at = "", changeId = ""] = text(row, "dueSort").split("#");
      if (at < before) yield changeId;
    }
  }
}

/** Whether the mail may be sent now: promised, or claimed by a sender whose lease has ended. */
export function isDue({ standing }: QueuedEmail, now: string): boolean {
  return standing.state === "promised" || (standing.state === "claimed" && standing.until <= now);
}

/** How often it was tried for nothing. */
export const failuresOf = ({ standing }: QueuedEmail): number =>
  "failures" in standing ? (standing.failures ?? 0) : 0;

/** How often the mail was claimed by somebody who never said how it ended. */
export const unknownSendings = ({ standing }: QueuedEmail) => (standing.state === "claimed" ? standing.attempts : 0);

/**
 * Claims a mail for one sender until its lease ends.
 * @returns whether it is ours; no, when somebody else was quicker
 */
export async function claimMail(table: Table, mail: QueuedEmail, now: number): Promise<MailState | undefined> {
  const until = new Date(now + leaseMs).toISOString();
  const failures = failuresOf(mail);
  const attempts = unknownSendings(mail) + 1;
  const claimed: MailState = { state: "claimed", until, attempts, ...(failures > 0 && { failures }) };
  return (await setStanding(table, mail, claimed)) ? claimed : undefined;
}

/**
 * Records how a mail ended; one with a trouble joins the list that the secretariat sees.
 * @param isLast whether every other mail of its change is settled: then the change leaves the list, in the same write
 */
export async function settleMail(table: Table, mail: QueuedEmail, standing: MailState, isLast = false): Promise<void> {
  await setStanding(table, mail, standing, isLast ? "REMOVE dueKey, dueSort" : "");
}

/** Whether nothing more is to be done for a mail. */
export const isSettled = ({ standing: { state } }: QueuedEmail) => state === "sent" || state === "failed";

/** Records that SES brought a mail back that it had taken. A complaint says more than a bounce, and stays. */
export async function cameBack(table: Table, mail: QueuedEmail, comeback: Comeback): Promise<void> {
  const { standing } = mail;
  if (standing.state !== "sent" || standing.comeback === "complaint" || standing.comeback === comeback) return;
  await settleMail(table, mail, { ...standing, comeback });
}

/** Takes a change off the list whose mails are all settled: two were settled at the same moment, each not the last. */
export async function offTheList(table: Table, changeId: string): Promise<void> {
  await update(table, keys.journal(changeId), { expression: "REMOVE dueKey, dueSort" });
}

/**
 * Promises a mail again that was given up, now that the reason is mended.
 * @returns whether it was given up
 */
export async function promiseAgain(table: Table, mailId: string): Promise<FailureReason | undefined> {
  const { changeId } = splitMailId(mailId);
  const item = await getItem(table, keys.journal(changeId));
  if (!item) return undefined;
  const mail = journalEntryOf(item).mails.find((each) => each.mailId === mailId);
  if (mail?.standing.state !== "failed" || !givenUp.has(mail.standing.reason)) return undefined;
  const { possiblyTwice, reason } = mail.standing;
  // What may have arrived already is claimed once, by nobody: so it is recorded as possibly twice when it goes out.
  const standing: MailState = possiblyTwice
    ? { state: "claimed", until: mail.standing.at, attempts: 1 }
    : { state: "promised" };
  const due = { ":dueKey": S(lists.outbox(bucketOf(changeId))), ":dueSort": S(`${text(item, "at")}#${changeId}`) };
  const written = await setStanding(table, mail, standing, ", dueKey = :dueKey, dueSort = :dueSort", due);
  return written ? reason : undefined;
}

/** Only from the standing that was read: two senders never both think that a mail is theirs. */
async function setStanding(
  table: Table,
  mail: QueuedEmail,
  standing: MailState,
  also = "",
  more: Record<string, ReturnType<typeof S>> = {},
): Promise<boolean> {
  const { changeId, name: mailName } = splitMailId(mail.mailId);
  const { until } = standingAttributes(mail.standing);
  const troubled = troublesOf(standing).length > 0 && "at" in standing;
  const listed = ", conferenceKey = :list, conferenceSort = if_not_exists(conferenceSort, :sort)";
  const written = await update(table, keys.journal(changeId), {
    expression: `SET mails.#mail = :mail ${troubled ? listed : ""} ${also}`,
    condition: `mails.#mail.#state = :was${until ? " AND mails.#mail.#until = :until" : ""}`,
    names: { "#mail": mailName, "#state": "state", ...(until && { "#until": "until" }) },
    values: {
      ":mail": { M: { intent: S(JSON.stringify(mail.intent)), ...standingAttributes(standing) } },
      ":was": S(mail.standing.state),
      ...(until && { ":until": until }),
      ...(troubled && { ":list": S(lists.mails(mail.conferenceId)), ":sort": S(`${standing.at}#${changeId}`) }),
      ...more,
    },
  });
  return written !== undefined;
}
