import { assertStaff } from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { getString, type Table } from "#shared/dynamodb/table.ts";
import type { Access } from "#shared/model/access.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import {
  type Job,
  JobFailedError,
  type JobFailure,
  type JobKind,
  type JobProgress,
  type JobRequester,
  type JobResult,
} from "#shared/model/job.ts";
import { createStreamHandler, log, toErrorFields } from "#shared/runtime/lambda.ts";
import {
  acquireJob,
  completeJob,
  extendJobLease,
  listStalledJobs,
  pauseJob,
  releaseJob,
  requeueJob,
  saveJobProgress,
} from "./jobs.repository.ts";

/** One run over a part of a job. */
export interface JobChunk<Cursor> {
  /** When the chunk must stop, in ms of `Date.now()`. The next chunk does the rest. */
  readonly until: number;
  /** Writes the progress and extends the lease; call it every few seconds. No later chunk repeats this progress. */
  readonly saveProgress: (progress: JobProgress<Cursor>) => Promise<void>;
  /** Extends the lease in place of `saveProgress`, for work that an earlier chunk has done already. */
  readonly extendLease: () => Promise<void>;
}

/**
 * Continues a job of one kind from its cursor, until the time of the chunk is over or the job is done.
 * @returns the result, if the job is done; `needs-mapping`, if it must wait for an officer
 * @throws JobFailedError if no further attempt would help; any other error leads to another attempt from the last progress
 */
export type JobChunkRunner<Request, Cursor> = (
  job: Job<Request, Cursor>,
  chunk: JobChunk<Cursor>,
) => Promise<JobResult | "needs-mapping" | undefined>;

/** The longest time of one chunk, in ms. */
const maxChunkMs = 20_000;

/** A job fails after this many attempts without progress. */
const maxJobAttempts = 5;

/** Another run has acquired the lease. */
class LeaseLostError extends Error {}

/**
 * Creates the handler of a function that runs jobs of one kind, or of several. The stream delivers each due job, the schedule the stalled ones. A chunk runs
 * under a lease, so that a second delivery has no effect; its end makes the job due again.
 * @param cleanUp what the schedule does besides
 */
export const createJobHandler = <Request, Cursor>(
  table: Table,
  kinds: JobKind | readonly JobKind[],
  runChunk: JobChunkRunner<Request, Cursor>,
  cleanUp: () => Promise<void> = async () => undefined,
) =>
  createStreamHandler({
    failure: { code: "job.attempt-failed", field: "jobId" },
    shutdownBufferMs: 15_000,
    getKeys: (image) => [getString(image, "jobId")],
    process: (jobId, _, deadline) => runJobChunk(table, jobId, runChunk, Math.min(Date.now() + maxChunkMs, deadline)),
    sweep: async (processAll) => {
      await cleanUp();
      for (const kind of [kinds].flat())
        await processAll(await Array.fromAsync(listStalledJobs(table, kind, Date.now())));
    },
  });

/** @returns `false` if the chunk failed and another attempt may help */
async function runJobChunk<Request, Cursor>(
  table: Table,
  jobId: string,
  runChunk: JobChunkRunner<Request, Cursor>,
  until: number,
): Promise<boolean> {
  const owner = createId();
  const job = await acquireJob<Request, Cursor>(table, jobId, owner, Date.now());
  if (!job) return true;
  const saveProgress = async (progress: JobProgress) => {
    if (!(await saveJobProgress(table, jobId, owner, progress, Date.now()))) throw new LeaseLostError();
  };
  const extendLease = async () => {
    if (!(await extendJobLease(table, jobId, owner, Date.now()))) throw new LeaseLostError();
  };
  try {
    const result = await runChunk(job, { until, saveProgress, extendLease });
    if (result === "needs-mapping") await pauseJob(table, jobId, owner);
    else if (result)
      await completeJob(table, jobId, { state: "done", result }, owner, { file: toExpiringFile(job, result) });
    else await requeueJob(table, job, owner, Date.now());
    log("job.chunk-completed", { jobId, kind: job.kind, ended: result !== undefined });
    return true;
  } catch (error) {
    return handleChunkError(table, job, owner, error);
  }
}

/** The file of an export. Other files expire with the rules of the bucket. */
const toExpiringFile = ({ kind }: Job, { until }: JobResult) =>
  kind === "export" && typeof until === "string" ? { kind, until } : undefined;

async function handleChunkError(table: Table, { jobId, kind, attempts }: Job, owner: string, error: unknown) {
  if (error instanceof LeaseLostError) return true;
  // The cursor of an export has its filter and its reason, which may name people, and that of visa letters their reason.
  const forgetsCursor = kind === "export" || kind === "visa-letters";
  const fail = (failure: JobFailure) =>
    completeJob(table, jobId, { state: "failed", failure }, owner, { forgetsCursor });
  if (error instanceof JobFailedError) {
    await fail(error.failure);
    log("job.failed", { jobId, kind, errorCode: error.failure.code });
    return true;
  }
  if (attempts >= maxJobAttempts) {
    const failure = { code: "attempts-exhausted" } as const;
    await fail(failure);
    log("job.failed", { jobId, kind, errorCode: failure.code, ...toErrorFields(error) }, "error");
    return true;
  }
  log("job.attempt-failed", { jobId, kind, attempts, ...toErrorFields(error) }, "error");
  await releaseJob(table, jobId, owner);
  return false;
}

/**
 * The conference of a job. The requester's rights are checked anew, because they may have changed since the request.
 * @throws JobFailedError `not-allowed`
 */
export async function loadJobConference(
  table: Table,
  { conferenceId, request }: Job<{ readonly requestedBy: JobRequester }>,
  access: readonly Access[],
): Promise<Conference> {
  const conference = await loadConference(table, conferenceId);
  try {
    assertStaff(conference, { caller: request.requestedBy, access });
  } catch (error) {
    throw error instanceof DomainError ? new JobFailedError("not-allowed") : error;
  }
  return conference;
}
