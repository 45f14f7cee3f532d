import { chainEntries } from "#shared/audit/chain.repository.ts";
import { getConferenceOfGateRow } from "#shared/check-in/check-in.repository.ts";
import { parseJournalEntry } from "#shared/commands/journal.ts";
import { listConferenceIds } from "#shared/conferences/conferences.repository.ts";
import { buckets, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Item, queryItems, type Table, updateItem } from "#shared/dynamodb/table.ts";
import { appendToFeed } from "#shared/feed/feed-log.repository.ts";
import { getEarliestOpenDay } from "#shared/model/time.ts";
import { listRegistrationIdsInBucket, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { createStreamHandler, log } from "#shared/runtime/lambda.ts";
import { countRegistrations } from "#shared/statistics/statistics.repository.ts";

/**
 * Names the registrations that each record touches in the feed of their conference; appends each change to its audit
 * chain, and counts these registrations as they are now. The records name changes, and people whose presence has
 * changed. Records that come twice, late or in another order have no further effect.
 */
export const handleAuditAndStatisticsEvent = (table: Table) =>
  createStreamHandler({
    failure: { code: "audit-and-statistics.failed", field: "conferenceId" },
    shutdownBufferMs: 2_000,
    getKeys: (image) => [image["conferenceId"]?.S ?? getConferenceOfGateRow(image)],
    process: async (conferenceId, images, deadline) => {
      const changeIds = new Set(images.flatMap((image) => image["changeId"]?.S ?? []));
      const entries = await batchGetItems(table, [...changeIds].map(keys.journal), deadline);
      const seen = images.flatMap((image) => image["registrationId"]?.S ?? []);
      // First, because officers wait for it.
      await appendToFeed(table, conferenceId, [...seen, ...entries.flatMap(listShownRegistrations)], deadline);
      if (entries.length === 0) return;
      const { sequence, hash } = await chainEntries(table, conferenceId, entries, deadline);
      const changed = entries.flatMap((image) => parseJournalEntry(image).registrations);
      const ids = changed.map(({ registrationId }) => registrationId);
      await countRegistrations(table, conferenceId, ids, deadline);
      // Write access to the table gives none to the log: a later end of the chain must contain this one.
      log("audit.chained", { conferenceId, sequence, head: hash });
    },
    sweep: (_processAll, deadline) => completeBucket(table, deadline),
  });

/** The registrations whose row in the feed shows something of a change. */
function listShownRegistrations(item: Item): string[] {
  const { registrations, annotated } = parseJournalEntry(item);
  return [...registrations.map(({ registrationId }) => registrationId), annotated ?? []].flat();
}

/** The time between two sweeps, in ms. Each reads one of the eight buckets (infra/functions/sweeps.ts). */
const sweepIntervalMs = 600_000;

/** A change that is younger than this, in ms, may still be on its way through the stream. */
const sweepDelayMs = 60_000;

/**
 * Chains and counts what the stream gave up, in every conference that has not ended: all changes of settings and
 * delegations, and the changes of the registrations in one bucket. A chained change brings along the changes before it.
 * Changes that only queue an email are not found: `npm run status` names them, and `npm run audit -- --chain` chains
 * them.
 */
async function completeBucket(table: Table, deadline: number): Promise<void> {
  const bucket = Math.floor(Date.now() / sweepIntervalMs) % buckets.length;
  for (const conferenceId of await listConferenceIds(table, getEarliestOpenDay(Date.now()))) {
    let missed = await completeListedChanges(table, conferenceId, deadline);
    const ids = await Array.fromAsync(listRegistrationIdsInBucket(table, conferenceId, bucket));
    for (let begin = 0; begin < ids.length && Date.now() < deadline; begin += registrationsPerRead)
      missed += await completeRecords(table, conferenceId, ids.slice(begin, begin + registrationsPerRead), deadline);
    if (missed > 0) log("audit-and-statistics.swept", { conferenceId, found: missed });
  }
}

/**
 * Chains the changes of settings and delegations that are listed, and takes them off the list.
 * @returns the number of changes that were not chained
 */
async function completeListedChanges(table: Table, conferenceId: string, deadline: number): Promise<number> {
  const query = { index: indexes.expiring, partition: lists.changesToChain(conferenceId), before: getSweptUntil() };
  const listed = await Array.fromAsync(queryItems(table, query), (row) =>
    getString(row, "PK").slice("JOURNAL#".length),
  );
  const missed = await findUnchained(table, conferenceId, listed);
  if (missed.length > 0) await completeChanges(table, conferenceId, missed, deadline);
  for (const changeId of listed) {
    if (Date.now() >= deadline) break;
    await updateItem(table, keys.journal(changeId), {
      expression: "REMOVE expiringKey, expiringSort",
      condition: "attribute_exists(expiringKey)",
    });
  }
  return missed.length;
}

/** Does for the journal items of changes what their event would have done. A link in the chain marks them as done. */
async function completeChanges(table: Table, conferenceId: string, missed: readonly Item[], deadline: number) {
  await appendToFeed(table, conferenceId, missed.flatMap(listShownRegistrations), deadline);
  await chainEntries(table, conferenceId, missed, deadline);
}

/** Later changes (RFC 3339, UTC) may still be on their way through the stream. */
const getSweptUntil = () => new Date(Date.now() - sweepDelayMs).toISOString();

/** The journal items of these changes that have no link. */
async function findUnchained(table: Table, conferenceId: string, changeIds: readonly string[]): Promise<Item[]> {
  const links = await batchGetItems(
    table,
    changeIds.map((changeId) => keys.auditLink(conferenceId, changeId)),
  );
  const chained = new Set(links.map((link) => getString(link, "changeId")));
  return batchGetItems(table, changeIds.filter((id) => !chained.has(id)).map(keys.journal));
}

/** The registrations that are read, with their links, at a time. */
const registrationsPerRead = 100;

/** @returns the number of last changes that were not chained */
async function completeRecords(
  table: Table,
  conferenceId: string,
  ids: readonly string[],
  deadline: number,
): Promise<number> {
  const lastChanges = [...(await loadRegistrations(table, ids)).values()].flatMap(({ lastChange }) => lastChange ?? []);
  const journal = await findUnchained(table, conferenceId, lastChanges);
  const missed = journal.filter((item) => getString(item, "at") < getSweptUntil());
  if (missed.length > 0) await completeChanges(table, conferenceId, missed, deadline);
  // Registrations whose marker is of their version cost two reads and no write.
  await countRegistrations(table, conferenceId, ids, deadline);
  return missed.length;
}
