import { chainEntries } from "#shared/audit/chain.repository.ts";
import { parseJournalEntry } from "#shared/commands/journal.ts";
import { listConferenceIds } from "#shared/conferences/conferences.repository.ts";
import { buckets, keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Table } from "#shared/dynamodb/table.ts";
import { getEarliestOpenDay } from "#shared/model/time.ts";
import { listRegistrationIdsInBucket, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { createStreamHandler, log } from "#shared/runtime/lambda.ts";
import { countRegistrations } from "#shared/statistics/statistics.repository.ts";

/**
 * Appends each change to the audit chain of its conference, and counts the registrations that it touched as they are
 * now. The records name the changes only. Records that come twice, late or in another order have no further effect.
 */
export const handleAuditAndStatisticsEvent = (table: Table) =>
  createStreamHandler({
    failure: { code: "audit-and-statistics.failed", field: "conferenceId" },
    shutdownBufferMs: 2_000,
    getKeys: (image) => [getString(image, "conferenceId")],
    process: async (conferenceId, images, deadline) => {
      const changeIds = new Set(images.map((image) => getString(image, "changeId")));
      const entries = await batchGetItems(table, [...changeIds].map(keys.journal), deadline);
      const { sequence, hash } = await chainEntries(table, conferenceId, entries, deadline);
      const changed = entries.flatMap((image) => parseJournalEntry(image).registrations);
      const ids = changed.map(({ registrationId }) => registrationId);
      await countRegistrations(table, conferenceId, ids, deadline);
      // Write access to the table gives none to the log: a later end of the chain must contain this one.
      log("audit.chained", { conferenceId, sequence, head: hash });
    },
    sweep: (_processAll, deadline) => completeBucket(table, deadline),
  });

/** The time between two sweeps, in ms. Each reads one of the eight buckets (infra/functions/sweeps.ts). */
const sweepIntervalMs = 600_000;

/** A change that is younger than this, in ms, may still be on its way through the stream. */
const sweepDelayMs = 60_000;

/**
 * Chains and counts the changes of registrations that the stream gave up, one bucket of every conference that has not
 * ended. A chained change brings along the changes before it. Changes of settings alone have no registration to be found
 * by; `npm run status` names them, and `npm run audit -- --chain` chains them.
 */
async function completeBucket(table: Table, deadline: number): Promise<void> {
  const bucket = Math.floor(Date.now() / sweepIntervalMs) % buckets.length;
  for (const conferenceId of await listConferenceIds(table, getEarliestOpenDay(Date.now()))) {
    const ids = await Array.fromAsync(listRegistrationIdsInBucket(table, conferenceId, bucket));
    let missed = 0;
    for (let begin = 0; begin < ids.length && Date.now() < deadline; begin += registrationsPerRead)
      missed += await completeRecords(table, conferenceId, ids.slice(begin, begin + registrationsPerRead), deadline);
    if (missed > 0) log("audit-and-statistics.swept", { conferenceId, found: missed });
  }
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
  const links = await batchGetItems(
    table,
    lastChanges.map((changeId) => keys.auditLink(conferenceId, changeId)),
  );
  const chained = new Set(links.map((link) => getString(link, "changeId")));
  const journal = await batchGetItems(table, lastChanges.filter((id) => !chained.has(id)).map(keys.journal));
  const before = new Date(Date.now() - sweepDelayMs).toISOString();
  const missed = journal.filter((item) => getString(item, "at") < before);
  if (missed.length > 0) await chainEntries(table, conferenceId, missed, deadline);
  // Registrations whose marker is of their version cost two reads and no write.
  await countRegistrations(table, conferenceId, ids, deadline);
  return missed.length;
}
