import { type HistoryEntry, parseJournalEntry, type QueuedEmail } from "#shared/commands/journal.ts";
import { indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, queryItems, type Table } from "#shared/dynamodb/table.ts";

/** An email to a registration, and when its change queued it (RFC 3339, UTC). */
export interface RegistrationEmailRecord {
  readonly email: QueuedEmail;
  readonly queuedAt: string;
}

/**
 * Loads the emails to a registration, oldest first: those that its changes queued, and those that were queued without a
 * change of it, such as sign-in links.
 * @param history all changes of the registration
 */
export async function loadRegistrationEmails(
  table: Table,
  registrationId: string,
  history: readonly HistoryEntry[],
): Promise<RegistrationEmailRecord[]> {
  const rows = queryItems(table, { index: indexes.expiring, partition: lists.standaloneEmails(registrationId) });
  const ids = await Array.fromAsync(rows, (row) => getString(row, "expiringSort").split("#")[1] ?? "");
  const others = (await batchGetItems(table, ids.map(keys.journal))).map(parseJournalEntry);
  const entries = [...history.map(({ journalEntry }) => journalEntry), ...others];
  return entries
    .flatMap(({ emails, at }) => emails.map((email) => ({ email, queuedAt: at })))
    .filter(({ email: { intent } }) => "registrationId" in intent && intent.registrationId === registrationId)
    .toSorted((a, b) => (a.queuedAt < b.queuedAt ? -1 : 1));
}
