import {
  type JournalEntry,
  parseJournalEntry,
  type QueuedEmail,
  toEmailStatusAttributes,
} from "#shared/commands/journal.ts";
import { getBucket, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  getItem,
  getString,
  type Item,
  queryBucketsInOrder,
  S,
  type Table,
  updateItem,
} from "#shared/dynamodb/table.ts";
import type { Announcement } from "#shared/model/change.ts";
import {
  type BounceStatus,
  type EmailFailureReason,
  type EmailStatus,
  listEmailIssues,
  redrivableFailures,
} from "#shared/model/email.ts";

/** The time that a sender has for one email, in ms. After it, another sender may claim the email. */
const emailLeaseMs = 30_000;

const parseEmailId = (emailId: string) => {
  const [changeId = "", index = ""] = emailId.split(".");
  return { changeId, name: `m${index}` };
};

/** The emails that one change queued, with their status, read consistently. */
export async function loadQueuedEmails(table: Table, changeId: string): Promise<readonly QueuedEmail[]> {
  const item = await getItem(table, keys.journal(changeId));
  return item ? parseJournalEntry(item).emails : [];
}

/** One queued email, read consistently, or `undefined`. */
export async function findQueuedEmail(table: Table, emailId: string): Promise<QueuedEmail | undefined> {
  const emails = await loadQueuedEmails(table, parseEmailId(emailId).changeId);
  return emails.find((email) => email.emailId === emailId);
}

/** The changes before `before` (RFC 3339, UTC) that have an email which is not settled, or an announcement; oldest first. */
export async function* listUnsettledChanges(table: Table, before: string): AsyncGenerator<string> {
  const unsettled = queryBucketsInOrder(table, { index: indexes.due, toPartition: lists.outbox, before });
  for await (const item of unsettled) {
    const [, changeId = ""] = getString(item, "dueSort").split("#");
    yield changeId;
  }
}

/** Whether the email may be sent now: queued, or claimed by a sender whose lease has ended. */
export function isEmailDue({ status }: QueuedEmail, now: string): boolean {
  return status.state === "queued" || (status.state === "claimed" && status.until <= now);
}

/** Whether the delivery of the email has ended. */
export const isEmailSettled = ({ status: { state } }: QueuedEmail) => state === "sent" || state === "failed";

/** The number of failed attempts. */
export const getFailureCount = ({ status }: QueuedEmail): number => ("failures" in status ? (status.failures ?? 0) : 0);

/** The number of attempts that began to write the email and did not end, such as by a time-out of the function. */
export const getUnfinishedCount = ({ status }: QueuedEmail): number =>
  "unfinished" in status ? (status.unfinished ?? 0) : 0;

/** Records how many attempts began to write the email and have not ended. @returns the email with its new status */
export async function recordUnfinished(table: Table, email: QueuedEmail, unfinished: number): Promise<QueuedEmail> {
  if (email.status.state !== "queued" && email.status.state !== "claimed") return email;
  const { unfinished: _before, ...rest } = email.status;
  const status: EmailStatus = { ...rest, ...(unfinished > 0 && { unfinished }) };
  return (await updateEmailStatus(table, email, status)) ? { ...email, status } : email;
}

/** The number of claims whose outcome is unknown. */
export const countUnknownSends = ({ status }: QueuedEmail) => (status.state === "claimed" ? status.attempts : 0);

/**
 * Claims an email for one sender until its lease ends.
 * @returns the new status; `undefined` if another sender has claimed the email
 */
export async function claimEmail(table: Table, email: QueuedEmail, now: number): Promise<EmailStatus | undefined> {
  const until = new Date(now + emailLeaseMs).toISOString();
  const failures = getFailureCount(email);
  const attempts = countUnknownSends(email) + 1;
  const claimed: EmailStatus = { state: "claimed", until, attempts, ...(failures > 0 && { failures }) };
  return (await updateEmailStatus(table, email, claimed)) ? claimed : undefined;
}

/**
 * Records the status of an email. An email with an issue joins the list that the secretariat sees.
 * @param isLast whether all other emails of the change are settled: the same write removes the change from the outbox
 */
export async function settleEmail(
  table: Table,
  email: QueuedEmail,
  status: EmailStatus,
  isLast = false,
): Promise<void> {
  await updateEmailStatus(table, email, status, isLast ? "REMOVE dueKey, dueSort" : "");
}

/** Records a bounce of a sent email. A complaint says more than a bounce, so a later bounce does not replace it. */
export async function recordBounce(table: Table, email: QueuedEmail, bounceStatus: BounceStatus): Promise<void> {
  const { status } = email;
  if (status.state !== "sent" || status.bounceStatus === "complaint" || status.bounceStatus === bounceStatus) return;
  await settleEmail(table, email, { ...status, bounceStatus });
}

/** Removes a change from the outbox: no email of it is due, and its announcement has ended. */
export async function removeFromOutbox(table: Table, changeId: string): Promise<void> {
  await updateItem(table, keys.journal(changeId), { expression: "REMOVE dueKey, dueSort" });
}

/**
 * Queues a failed email again, after an operator has repaired the cause.
 * @returns the reason of the failure; `undefined` if the email has not failed, or cannot be sent again
 */
export async function requeueEmail(table: Table, emailId: string): Promise<EmailFailureReason | undefined> {
  const { changeId } = parseEmailId(emailId);
  const item = await getItem(table, keys.journal(changeId));
  const email = item && parseJournalEntry(item).emails.find((each) => each.emailId === emailId);
  if (email?.status.state !== "failed" || !redrivableFailures.has(email.status.reason)) return undefined;
  const { possiblyTwice, reason, at } = email.status;
  // An expired claim of no sender stands for the send that may have succeeded, so the next one is marked possibly twice.
  const status: EmailStatus = possiblyTwice ? { state: "claimed", until: at, attempts: 1 } : { state: "queued" };
  const isQueued = await updateEmailStatus(table, email, status, ", dueKey = :dueKey, dueSort = :dueSort", {
    ":dueKey": S(lists.outbox(getBucket(changeId))),
    ":dueSort": S(`${getString(item ?? {}, "at")}#${changeId}`),
  });
  return isQueued ? reason : undefined;
}

/** Writes only if the stored status is still the one that was read, so that two senders never claim the same email. */
async function updateEmailStatus(
  table: Table,
  email: QueuedEmail,
  status: EmailStatus,
  more = "",
  moreValues: Item = {},
): Promise<boolean> {
  const { changeId, name } = parseEmailId(email.emailId);
  const { until } = toEmailStatusAttributes(email.status);
  const hasIssue = listEmailIssues(status).length > 0 && "at" in status;
  const listing = ", conferenceKey = :list, conferenceSort = if_not_exists(conferenceSort, :sort)";
  const item = await updateItem(table, keys.journal(changeId), {
    expression: `SET mails.#mail = :mail ${hasIssue ? listing : ""} ${more}`,
    condition: `mails.#mail.#state = :before${until ? " AND mails.#mail.#until = :until" : ""}`,
    names: { "#mail": name, "#state": "state", ...(until && { "#until": "until" }) },
    values: {
      ":mail": { M: { intent: S(JSON.stringify(email.intent)), ...toEmailStatusAttributes(status) } },
      ":before": S(email.status.state),
      ...(until && { ":until": until }),
      ...(hasIssue && { ":list": S(lists.failedEmails(email.conferenceId)), ":sort": S(`${status.at}#${changeId}`) }),
      ...moreValues,
    },
  });
  return item !== undefined;
}

/** An announcement that still queues emails, and its progress: the next bucket and item of the registrations. */
export interface AnnouncementInProgress {
  readonly journalEntry: JournalEntry;
  readonly announcement: Announcement;
  readonly progress: { readonly bucket: number; readonly after?: Item };
}

/** The announcement of a change, or `undefined` if it has none or has ended. */
export async function findAnnouncement(table: Table, changeId: string): Promise<AnnouncementInProgress | undefined> {
  const item = await getItem(table, keys.journal(changeId));
  if (!item?.["announces"] || !item["dueKey"]) return undefined;
  const announcement = JSON.parse(getString(item, "announces")) as Announcement;
  const progress = JSON.parse(item["announcementProgress"]?.S ?? '{"bucket":0}') as AnnouncementInProgress["progress"];
  return { journalEntry: parseJournalEntry(item), announcement, progress };
}

export async function saveAnnouncementProgress(
  table: Table,
  changeId: string,
  progress: AnnouncementInProgress["progress"],
): Promise<void> {
  await updateItem(table, keys.journal(changeId), {
    expression: "SET announcementProgress = :progress",
    values: { ":progress": S(JSON.stringify(progress)) },
  });
}
