import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { type Job, JobFailed, type JobKind, type JobProgress, type JobResult } from "#shared/domain/job.ts";
import { errorKind, log } from "#shared/http/log.ts";
import { newId } from "#shared/store/ids.ts";
import { dropJob, endJob, keepProgress, passOn, stillJobs, takeJob } from "#shared/store/jobs.ts";
import type { Table } from "#shared/store/table.ts";

/** What the schedule sends. */
interface Sweep {
  readonly sweep: true;
}

/** How a run goes on with a job. */
export interface Chunk<Cursor> {
  /** When to stop, in ms of `Date.now()`: what comes after it is for the next chunk. */
  readonly until: number;
  /** Says how far it has come, and holds the job on; at least every few seconds. What it said isn't done again. */
  readonly keep: (progress: JobProgress<Cursor>) => Promise<void>;
}

/**
 * One kind of job: goes on from the job's cursor until the time is over or all is done.
 * @returns the result, when all is done
 * @throws JobFailed where no further attempt would help; anything else is tried again from the last progress
 */
export type RunChunk<Order, Cursor> = (job: Job<Order, Cursor>, chunk: Chunk<Cursor>) => Promise<JobResult | undefined>;

/** The longest that one chunk goes on, in ms. */
const longestChunk = 20_000;

/** Left of the function's time for finishing what was begun, in ms. */
const margin = 15_000;

/** After so many attempts without progress a job has failed. */
const mostAttempts = 5;

/** The lease went to somebody else. */
class NotOurs extends Error {}

/**
 * The handler of a kind's function: the stream brings each job that is due, the schedule those that stand still. A chunk
 * runs under a lease, so that an event that comes twice does nothing twice; its end makes the job due again.
 */
export const handleJobs =
  <Order, Cursor>(table: Table, kind: JobKind, runChunk: RunChunk<Order, Cursor>) =>
  async (
    event: DynamoDBStreamEvent | Sweep,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<DynamoDBBatchResponse> => {
    const until = Math.min(Date.now() + longestChunk, Date.now() + context.getRemainingTimeInMillis() - margin);
    if ("sweep" in event) {
      for await (const jobId of stillJobs(table, kind, Date.now())) await runOnce(table, jobId, runChunk, until);
      return { batchItemFailures: [] };
    }
    const failures = [];
    for (const { dynamodb } of event.Records) {
      const jobId = dynamodb?.NewImage?.["jobId"]?.S ?? "";
      if (!(await runOnce(table, jobId, runChunk, until))) failures.push(dynamodb?.SequenceNumber ?? "");
    }
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** @returns not, when the chunk broke and is worth another attempt */
async function runOnce<Order, Cursor>(
  table: Table,
  jobId: string,
  runChunk: RunChunk<Order, Cursor>,
  until: number,
): Promise<boolean> {
  const owner = newId();
  const job = await takeJob<Order, Cursor>(table, jobId, owner, Date.now());
  if (!job) return true;
  try {
    const result = await runChunk(job, { until, keep: keeper(table, jobId, owner) });
    if (result) await endJob(table, jobId, { state: "done", result }, owner);
    else await passOn(table, job, owner, Date.now());
    log("job.ran", { jobId, kind: job.kind, ended: result !== undefined });
    return true;
  } catch (error) {
    return afterError(table, job, owner, error);
  }
}

const keeper =
  (table: Table, jobId: string, owner: string) =>
  async (progress: JobProgress): Promise<void> => {
    if (!(await keepProgress(table, jobId, owner, progress, Date.now()))) throw new NotOurs();
  };

async function afterError(table: Table, { jobId, kind, attempts }: Job, owner: string, error: unknown) {
  if (error instanceof NotOurs) return true;
  const failure = error instanceof JobFailed ? error.failure : undefined;
  if (failure || attempts >= mostAttempts) {
    const code = failure?.code ?? "gave-up";
    await endJob(table, jobId, { state: "failed", failure: failure ?? { code: "gave-up" } }, owner);
    log("job.failed", { jobId, kind, refusal: code, ...(failure ? {} : errorKind(error)) }, failure ? "info" : "error");
    return true;
  }
  log("job.broke", { jobId, kind, attempts, ...errorKind(error) }, "error");
  await dropJob(table, jobId, owner);
  return false;
}
