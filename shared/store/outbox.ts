import { journalEntryOf, type MailState, type PromisedMail, standingAttributes } from "./journal.ts";
import { buckets, indexes, keys, lists } from "./keys.ts";
import { getItem, listAll, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** How long a sender may take for one mail, in ms; after that another may try. */
const leaseMs = 60_000;

const splitMailId = (mailId: string) => {
  const [changeId = "", index = ""] = mailId.split(".");
  return { changeId, name: `m${index}` };
};

/** The promises of one change with how they stand, read consistently. */
export async function loadPromises(table: Table, changeId: string): Promise<readonly PromisedMail[]> {
  const item = await getItem(table, keys.journal(changeId));
  return item ? journalEntryOf(item).mails : [];
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
export function isDue({ standing }: PromisedMail, now: string): boolean {
  return standing.state === "promised" || (standing.state === "claimed" && standing.until <= now);
}

/**
 * Claims a mail for one sender until its lease ends.
 * @returns whether it is ours; no, when somebody else was quicker
 */
export async function claimMail(table: Table, mail: PromisedMail, now: number): Promise<MailState | undefined> {
  const attempts = mail.standing.state === "claimed" ? mail.standing.attempts + 1 : 1;
  const claimed: MailState = { state: "claimed", until: new Date(now + leaseMs).toISOString(), attempts };
  return (await setStanding(table, mail, claimed)) ? claimed : undefined;
}

/**
 * Records how a claimed mail ended.
 * @param isLast whether every other mail of its change is settled: then the change leaves the list, in the same write
 */
export async function settleMail(table: Table, mail: PromisedMail, standing: MailState, isLast = false): Promise<void> {
  await setStanding(table, mail, standing, isLast ? "REMOVE dueKey, dueSort" : "");
}

/** Whether nothing more is to be done for a mail. */
export const isSettled = ({ standing: { state } }: PromisedMail) => state === "sent" || state === "failed";

/** Takes a change off the list whose mails are all settled: two were settled at the same moment, each not the last. */
export async function offTheList(table: Table, changeId: string): Promise<void> {
  await update(table, keys.journal(changeId), { expression: "REMOVE dueKey, dueSort" });
}

/** Only from the standing that was read: two senders never both think that a mail is theirs. */
async function setStanding(table: Table, mail: PromisedMail, standing: MailState, also = ""): Promise<boolean> {
  const { changeId, name: mailName } = splitMailId(mail.mailId);
  const { until } = standingAttributes(mail.standing);
  const written = await update(table, keys.journal(changeId), {
    expression: `SET mails.#mail = :mail ${also}`,
    condition: `mails.#mail.#state = :was${until ? " AND mails.#mail.#until = :until" : ""}`,
    names: { "#mail": mailName, "#state": "state", ...(until && { "#until": "until" }) },
    values: {
      ":mail": { M: { promise: S(JSON.stringify(mail.promise)), ...standingAttributes(standing) } },
      ":was": S(mail.standing.state),
      ...(until && { ":until": until }),
    },
  });
  return written !== undefined;
}
