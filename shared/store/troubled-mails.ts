import { type JournalEntry, journalEntryOf, type QueuedEmail } from "#shared/commands/journal.ts";
import { type MailTrouble, troublesOf } from "#shared/domain/mail-state.ts";
import { indexes, keys, lists } from "./keys.ts";
import { getItems, type Item, list, S, type Table, text } from "./table.ts";

/** A mail that the secretariat should know of, and when it was promised. */
export interface TroubledMail {
  readonly mail: QueuedEmail;
  readonly promisedAt: string;
}

/**
 * One page of a conference's mails with a trouble, the oldest first. The index says which changes have one; how each
 * mail stands is read from the table, so one that was mended since isn't shown. A page may hold some more than `limit`,
 * for the mails of one change stay together.
 */
export async function listTroubled(
  table: Table,
  conferenceId: string,
  wanted: MailTrouble | undefined,
  previous: string | undefined,
  limit: number,
): Promise<{ mails: TroubledMail[]; next: string | null }> {
  const partition = lists.mails(conferenceId);
  const mails: TroubledMail[] = [];
  let after = previous === undefined ? undefined : startAfter(partition, previous);
  do {
    const page = await list(table, { index: indexes.byConference, partition, limit, ...(after && { after }) });
    for (const entry of await entriesOf(table, page.items)) mails.push(...troubledOf(entry, wanted));
    after = page.after;
  } while (after && mails.length < limit);
  return { mails, next: after ? text(after, "conferenceSort") : null };
}

const changeIdOf = (sort: string) => sort.split("#").at(-1) ?? "";

/** In the order of their rows. */
async function entriesOf(table: Table, rows: readonly Item[]): Promise<JournalEntry[]> {
  const ids = rows.map((row) => changeIdOf(text(row, "conferenceSort")));
  const items = await getItems(table, ids.map(keys.journal));
  const found = new Map(items.map(journalEntryOf).map((entry) => [entry.changeId, entry]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

const troubledOf = ({ mails, at }: JournalEntry, wanted: MailTrouble | undefined): TroubledMail[] =>
  mails
    .filter(({ standing }) => {
      const troubles = troublesOf(standing);
      return wanted === undefined ? troubles.length > 0 : troubles.includes(wanted);
    })
    .map((mail) => ({ mail, promisedAt: at }));

function startAfter(partition: string, sort: string): Item {
  const { PK, SK } = keys.journal(changeIdOf(sort));
  return { PK: S(PK), SK: S(SK), conferenceKey: S(partition), conferenceSort: S(sort) };
}
