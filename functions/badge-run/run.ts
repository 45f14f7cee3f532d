import { routes } from "#shared/contract/routes.ts";
import { keepChecked } from "#shared/documents/bucket.ts";
import type { BatchOrder } from "#shared/domain/badge-batch.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { type Job, JobFailed } from "#shared/domain/job.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import { log } from "#shared/http/log.ts";
import type { Chunk, RunChunk } from "#shared/jobs/run.ts";
import type { Press } from "#shared/papers/press.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { keepRows } from "#shared/store/job-rows.ts";
import { markPrinted } from "#shared/store/prints.ts";
import type { Table } from "#shared/store/table.ts";
import { Batch } from "./batch.ts";
import { type Chosen, choose } from "./choose.ts";

/** What was chosen, and how often printing it was begun. */
export interface BatchCursor extends Chosen {
  readonly begun: number;
}

/** A file that kills its run is begun so often; progress is written on the way, and would hide that. */
const mostBegun = 4;

/** How long the file can be had, in ms; the bucket forgets it a little later. */
const fileLife = 86_400_000;

/** How many badges are marked as printed at a time. */
const marksAtOnce = 25;

/**
 * Prints a batch in one go, for a file can't be continued; a second attempt makes the same one in its place. Badges count as
 * printed once the file is kept.
 */
export const runBatch =
  (press: Press): RunChunk<BatchOrder, BatchCursor> =>
  async (job, chunk) => {
    const conference = await conferenceOf(press.table, job);
    const cursor = job.cursor ?? { ...(await choose(press.table, conference, job.order)), begun: 0 };
    if (cursor.begun >= mostBegun) throw new JobFailed("gave-up");
    const begun = { ...cursor, begun: cursor.begun + 1 };
    await chunk.keep({ done: 0, total: begun.ids.length, cursor: begun });
    const batch = new Batch(press, conference, job.order, (done) =>
      chunk.keep({ done, total: begun.ids.length, cursor: begun }),
    );
    const bytes = await batch.print(begun.ids);
    const until = new Date(Date.now() + fileLife).toISOString();
    const counts = { printed: batch.printed.length, leftOut: batch.leftOut.length, left: begun.left };
    if (batch.leftOut.length > 0) await keepRows(press.table, job.jobId, 0, batch.leftOut, Date.now());
    if (batch.printed.length > 0) {
      await keepChecked(press.documents, job.jobId, { kind: "badges", bytes, fileType: "application/pdf" });
      await markAll(press.table, job, batch, chunk, begun);
    }
    log("badges.printed", { jobId: job.jobId, ...counts, bytes: bytes.length });
    return { ...counts, ...(batch.printed.length > 0 && { until }) };
  };

/** @throws JobFailed `not-allowed` when whoever asked works at this conference no more */
async function conferenceOf(table: Table, { conferenceId, order }: Job<BatchOrder>): Promise<Conference> {
  const conference = await loadConference(table, conferenceId);
  try {
    mustBeStaff(conference, { caller: order.by, access: routes.startBadgeBatch.access });
  } catch (error) {
    throw error instanceof Refusal ? new JobFailed("not-allowed") : error;
  }
  return conference;
}

async function markAll(
  table: Table,
  { conferenceId }: Job,
  { printed }: Batch,
  { keep }: Chunk<BatchCursor>,
  cursor: BatchCursor,
): Promise<void> {
  const at = new Date().toISOString();
  for (let from = 0; from < printed.length; from += marksAtOnce) {
    const some = printed.slice(from, from + marksAtOnce);
    await Promise.all(some.map((each) => markPrinted(table, { conferenceId, ...each }, at)));
    // Said again while it marks, so that nobody takes the job over meanwhile.
    if (from % 250 === 0) await keep({ done: cursor.ids.length, total: cursor.ids.length, cursor });
  }
}
