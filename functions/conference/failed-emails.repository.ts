import { type JournalEntry, parseJournalEntry, type QueuedEmail } from "#shared/commands/journal.ts";
import { indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Item, queryPage, type Table, toStartKey } from "#shared/dynamodb/table.ts";
import { type EmailIssue, listEmailIssues } from "#shared/model/email.ts";

/** An e-mail with a delivery problem, and when it was queued (RFC 3339, UTC). */
export interface FailedEmail {
  readonly email: QueuedEmail;
  readonly queuedAt: string;
}

/** Which e-mails are listed: those with this issue, or with any, of which the caller may know. */
export interface FailedEmailFilter {
  readonly issue: EmailIssue | undefined;
  readonly listVisible: (emails: readonly FailedEmail[]) => Promise<readonly FailedEmail[]>;
}

/**
 * One page of the e-mails of a conference that have a delivery problem, oldest first. The index lists the changes with
 * such an e-mail. The state of each e-mail is read from the table, so that a problem that was solved since is not
 * listed. A page may contain more than `limit` e-mails, because those of one change stay together. The next page begins
 * after the last e-mail that is listed, so that no position tells of one that is not.
 */
export async function listFailedEmails(
  table: Table,
  conferenceId: string,
  { issue, listVisible }: FailedEmailFilter,
  previous: string | undefined,
  limit: number,
): Promise<{ emails: FailedEmail[]; next: string | null }> {
  const partition = lists.failedEmails(conferenceId);
  const emails: FailedEmail[] = [];
  let last: string | undefined;
  let after =
    previous === undefined ? undefined : toStartKey(keys.journal(parseChangeId(previous)), partition, previous);
  do {
    const page = await queryPage(table, { index: indexes.byConference, partition, limit, ...(after && { after }) });
    const entries = await loadJournalEntries(table, page.items);
    const visible = await listVisible(entries.flatMap((entry) => filterFailedEmails(entry, issue)));
    const listed = new Set(visible.map(({ email }) => email.changeId));
    const isListed = (sort: string) => listed.has(parseChangeId(sort));
    last = page.items.map((row) => getString(row, "conferenceSort")).findLast(isListed) ?? last;
    emails.push(...visible);
    after = page.after;
  } while (after && emails.length < limit);
  return { emails, next: (after && last) ?? null };
}

const parseChangeId = (sort: string) => sort.split("#").at(-1) ?? "";

/** The journal entries in the order of their rows. */
async function loadJournalEntries(table: Table, rows: readonly Item[]): Promise<JournalEntry[]> {
  const ids = rows.map((row) => parseChangeId(getString(row, "conferenceSort")));
  const items = await batchGetItems(table, ids.map(keys.journal));
  const found = new Map(items.map(parseJournalEntry).map((entry) => [entry.changeId, entry]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

const filterFailedEmails = ({ emails, at }: JournalEntry, issue: EmailIssue | undefined): FailedEmail[] =>
  emails
    .filter(({ status }) => {
      const issues = listEmailIssues(status);
      return issue === undefined ? issues.length > 0 : issues.includes(issue);
    })
    .map((email) => ({ email, queuedAt: at }));
