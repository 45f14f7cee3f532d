import { listConferenceIds } from "#shared/conferences/conferences.repository.ts";
import { buckets } from "#shared/dynamodb/keys.ts";
import { getString, type Table } from "#shared/dynamodb/table.ts";
import { getEarliestOpenDay } from "#shared/model/time.ts";
import { listRegistrationIdsInBucket } from "#shared/registrations/registrations.repository.ts";
import { createStreamHandler, log } from "#shared/runtime/lambda.ts";
import { indexRegistration, isRegistrationIndexed } from "#shared/search/search-index.repository.ts";

/** The time between two sweeps, in ms. Each reads one of the eight buckets (infra/functions/sweeps.ts). */
const sweepIntervalMs = 600_000;

/** Indexes each registration whose search data has changed. The schedule finds what an event missed. */
export const handleSearchIndexEvent = (table: Table) =>
  createStreamHandler({
    failure: { code: "search-index.failed", field: "registrationId" },
    shutdownBufferMs: 8_000,
    concurrency: 4,
    getKeys: (image) => getString(image, "reindexIds").split(" "),
    process: (registrationId, _, deadline) => indexRegistration(table, registrationId, deadline),
    sweep: (processAll, deadline) => sweepBucket(table, processAll, deadline),
  });

/** Reads one bucket of every conference that has not ended, so that each registration is visited once in 80 minutes. */
async function sweepBucket(
  table: Table,
  indexAll: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  deadline: number,
): Promise<void> {
  const bucket = Math.floor(Date.now() / sweepIntervalMs) % buckets.length;
  for (const conferenceId of await listConferenceIds(table, getEarliestOpenDay(Date.now()))) {
    const missed: string[] = [];
    for await (const registrationId of listRegistrationIdsInBucket(table, conferenceId, bucket)) {
      if (Date.now() > deadline) return;
      if (!(await isRegistrationIndexed(table, registrationId))) missed.push(registrationId);
    }
    if (missed.length === 0) continue;
    const failed = await indexAll(missed);
    log("search-index.swept", { conferenceId, found: missed.length, failed: failed.size });
  }
}
