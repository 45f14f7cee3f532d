import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { createId, deriveId, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  BOOL,
  batchGetItems,
  type Deadline,
  findItem,
  getItem,
  getNumber,
  getString,
  type Item,
  ifAbsent,
  N,
  putItem,
  queryItems,
  queryPage,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  updateItem,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import {
  type Job,
  type JobFailure,
  type JobKind,
  type JobProgress,
  type JobResult,
  type JobStatus,
  jobTtlMs,
} from "#shared/model/job.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { countProtections } from "#shared/registrations/protections.repository.ts";

/**
 * The lease of a run, in ms from its last progress. It ends the hold of a run that died. If two runs overlap, only the
 * later owner of the lease writes progress.
 */
const jobLeaseMs = 20_000;

/** The delay after which the sweep takes a due job, in ms. The stream usually delivers it sooner. */
const jobSweepDelayMs = 30_000;

const toDueSortKey = (jobId: string, at: number) => `${new Date(at).toISOString()}#${jobId}`;

/** The parts of a new job. */
type NewJob<Request> = Pick<Job<Request>, "jobId" | "conferenceId" | "kind" | "at" | "request"> & {
  /** Where the first chunk starts, with what is forgotten once the job is done. */
  readonly cursor?: unknown;
  /** The member of staff in whose list of jobs it is, or all staff. */
  readonly listedFor?: string;
  /** Of the request that starts it, if that had an idempotency key. */
  readonly requestDigest?: string;
};

/** In place of the member of staff: a list of jobs that all staff with access to the kind share. */
export const allStaff = "ALL";

/** What is created with a job, and until when. */
interface JobCreation {
  readonly besides?: readonly Item[] | undefined;
  readonly deadline?: Deadline;
}

/** How long the creation of a job is tried, in ms, for a caller without a deadline. */
const creationTimeoutMs = 10_000;

/**
 * Creates a job, unless one with its identifier exists: that one stays as it is. A waiting job starts with `startJob`; a
 * running job starts at once.
 * @returns whether it was created
 * @throws DomainError `too-busy` at the deadline
 */
export async function createJob<Request>(
  table: Table,
  job: NewJob<Request>,
  state: "waiting" | "running",
  { besides = [], deadline = Date.now() + creationTimeoutMs }: JobCreation = {},
): Promise<boolean> {
  const items = [toJobItem(job, state, await countProtections(table, job.conferenceId)), ...besides];
  const writes = items.map((Item) => ({
    item: { Put: { TableName: table.name, Item, ...ifAbsent } },
    onConditionFailed: "exists" as const,
  }));
  return !(await writeTransaction(table, writes, deadline));
}

/** A job as a request starts it. */
interface JobStart<Request> {
  readonly job: Omit<NewJob<Request>, "jobId" | "requestDigest">;
  /** `running` by default. */
  readonly state?: "waiting" | "running";
  /** Items that are created with the job. */
  readonly besides?: readonly Item[];
}

/**
 * Starts the job of a request. A repetition with the same idempotency key gets the job that the first request started, in
 * whatever state it is: it is looked up before `prepare`, because what the request depends on may have changed since.
 * @param prepare checks what the request depends on, and says what to start under the identifier
 * @throws DomainError `idempotency-key-reused`; `too-busy` at the deadline; the errors of `prepare`
 */
export async function startJobOnce<Request>(
  table: Table,
  { idempotency, deadline }: { readonly idempotency: IdempotencyRecord | undefined; readonly deadline: Deadline },
  prepare: (jobId: string) => Promise<JobStart<Request>>,
): Promise<Pick<Job<Request>, "jobId" | "request">> {
  const jobId = idempotency ? deriveId("job", idempotency.changeId) : createId();
  const earlier = idempotency && (await findStartedJob<Request>(table, jobId, idempotency));
  if (earlier) return earlier;
  const { job, state = "running", besides } = await prepare(jobId);
  const started = { ...job, jobId, ...(idempotency && { requestDigest: idempotency.requestDigest }) };
  if (await createJob(table, started, state, { besides, deadline })) return started;
  // A repetition was faster, or the response to an attempt of this transaction was lost.
  return (await findStartedJob<Request>(table, jobId, idempotency)) ?? started;
}

/**
 * The job with an identifier that follows from an idempotency key.
 * @throws DomainError `idempotency-key-reused` if another request has used the key, for a job or for a change
 */
async function findStartedJob<Request>(
  table: Table,
  jobId: string,
  idempotency: IdempotencyRecord | undefined,
): Promise<Job<Request> | undefined> {
  const change = idempotency && keys.journal(idempotency.changeId);
  const items = await batchGetItems(table, [keys.job(jobId), ...(change ? [change] : [])]);
  const item = findItem(items, keys.job(jobId));
  const isReused = item ? item["requestDigest"]?.S !== idempotency?.requestDigest : items.length > 0;
  if (isReused) throw new DomainError("idempotency-key-reused");
  return item && parseJob<Request, unknown>(item);
}

/** The write that creates a running job with a change. @param protections those that had begun before it was requested */
export const writeNewJob = <Request>(
  { name: TableName }: Table,
  job: NewJob<Request>,
  protections: number,
): TransactionWrite<"changed-meanwhile"> => ({
  item: { Put: { TableName, Item: toJobItem(job, "running", protections) } },
  onConditionFailed: "changed-meanwhile",
});

function toJobItem<Request>(job: NewJob<Request>, state: "waiting" | "running", protections: number): Item {
  const { jobId, conferenceId, kind, at, request, cursor, listedFor, requestDigest } = job;
  return {
    ...toItemKey(keys.job(jobId)),
    entity: S("job"),
    jobId: S(jobId),
    conferenceId: S(conferenceId),
    kind: S(kind),
    at: S(at),
    request: S(JSON.stringify(request)),
    protections: N(protections),
    expiresAt: N(toEpochSeconds(Date.parse(at) + jobTtlMs)),
    jobState: S(state),
    ...(cursor !== undefined && { cursor: S(JSON.stringify(cursor)) }),
    ...(requestDigest !== undefined && { requestDigest: S(requestDigest) }),
    ...(listedFor !== undefined && {
      conferenceKey: S(lists.requestedJobs(conferenceId, kind, listedFor)),
      conferenceSort: S(`${at}#${jobId}`),
    }),
    // The stream delivers items with `dueJobKind` to the kind's function; the sweep finds the others by `dueKey`.
    ...(state === "running" && {
      dueJobKind: S(kind),
      dueKey: S(lists.dueJobs(kind)),
      dueSort: S(toDueSortKey(jobId, Date.parse(at) + jobSweepDelayMs)),
    }),
  };
}

function parseJob<Request, Cursor>(item: Item): Job<Request, Cursor> {
  const cursor = item["cursor"]?.S;
  return {
    jobId: getString(item, "jobId"),
    conferenceId: getString(item, "conferenceId"),
    kind: getString(item, "kind") as JobKind,
    at: getString(item, "at"),
    request: JSON.parse(getString(item, "request")) as Request,
    status: parseJobStatus(item),
    done: getNumber(item, "done"),
    total: getNumber(item, "total"),
    attempts: getNumber(item, "attempts"),
    protections: getNumber(item, "protections"),
    ...(cursor !== undefined && { cursor: JSON.parse(cursor) as Cursor }),
  };
}

function parseJobStatus(item: Item): JobStatus {
  const state = getString(item, "jobState") as JobStatus["state"];
  if (state === "done") return { state, result: JSON.parse(getString(item, "result")) as JobResult };
  if (state === "failed") return { state, failure: JSON.parse(getString(item, "failure")) as JobFailure };
  if (state === "waiting" && item["waitsForMapping"]?.BOOL) return { state, waitsForMapping: true };
  return { state };
}

/** The jobs of a kind in the list of a member of staff, the latest first. */
export async function listRequestedJobs<Request>(
  table: Table,
  { conferenceId, kind }: Pick<Job, "conferenceId" | "kind">,
  staffId: string,
  limit: number,
): Promise<Job<Request>[]> {
  const partition = lists.requestedJobs(conferenceId, kind, staffId);
  const page = await queryPage(table, { index: indexes.byConference, partition, limit, isDescending: true });
  const listed = page.items.map((row) => keys.job(getString(row, "conferenceSort").split("#")[1] ?? ""));
  const items = await batchGetItems(table, listed);
  return listed.flatMap((key) => {
    const item = findItem(items, key);
    return item ? [parseJob<Request, unknown>(item)] : [];
  });
}

/** The job, read consistently, or `undefined`. */
export async function findJob(table: Table, jobId: string): Promise<Job | undefined> {
  const item = await getItem(table, keys.job(jobId));
  return item && parseJob(item);
}

/** @throws DomainError `not-found` */
export async function loadJob(table: Table, jobId: string): Promise<Job> {
  const job = await findJob(table, jobId);
  if (!job) throw new DomainError("not-found");
  return job;
}

/** Starts a waiting job, once what it waited for is present. A second call has no effect. */
export async function startJob(table: Table, jobId: string, now: number): Promise<void> {
  const { kind } = await loadJob(table, jobId);
  await updateItem(table, keys.job(jobId), {
    expression: "SET jobState = :running, dueJobKind = :kind, dueKey = :key, dueSort = :sort",
    condition: "jobState = :waiting",
    values: {
      ":running": S("running"),
      ":waiting": S("waiting"),
      ":kind": S(kind),
      ":key": S(lists.dueJobs(kind)),
      ":sort": S(toDueSortKey(jobId, now + jobSweepDelayMs)),
    },
  });
}

const toLeaseValues = (jobId: string, owner: string, now: number): Item => ({
  ":owner": S(owner),
  ":until": N(now + jobLeaseMs),
  ":sort": S(toDueSortKey(jobId, now + jobLeaseMs)),
});

/**
 * Acquires the lease of a running job.
 * @returns the job; `undefined` if another run has the lease, or the job has ended
 */
export async function acquireJob<Request, Cursor>(
  table: Table,
  jobId: string,
  owner: string,
  now: number,
): Promise<Job<Request, Cursor> | undefined> {
  const item = await updateItem(table, keys.job(jobId), {
    expression: "SET leaseOwner = :owner, leaseUntil = :until, dueSort = :sort ADD attempts :one REMOVE dueJobKind",
    condition: "jobState = :running AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)",
    values: { ":running": S("running"), ":now": N(now), ":one": N(1), ...toLeaseValues(jobId, owner, now) },
  });
  return item && parseJob(item);
}

/** Writes the progress of a run, and extends its lease. @returns whether the run still had the lease */
export async function saveJobProgress(
  table: Table,
  jobId: string,
  owner: string,
  { done, total, cursor }: JobProgress,
  now: number,
): Promise<boolean> {
  const item = await updateItem(table, keys.job(jobId), {
    expression:
      "SET done = :done, #total = :total, #cursor = :cursor, attempts = :none, leaseUntil = :until, dueSort = :sort",
    condition: "leaseOwner = :owner",
    names: { "#total": "total", "#cursor": "cursor" },
    values: {
      ":done": N(done),
      ":total": N(total),
      ":cursor": S(JSON.stringify(cursor)),
      ":none": N(0),
      ...toLeaseValues(jobId, owner, now),
    },
  });
  return item !== undefined;
}

/** Extends the lease of a run that has made no progress. @returns whether the run still had the lease */
export async function extendJobLease(table: Table, jobId: string, owner: string, now: number): Promise<boolean> {
  const item = await updateItem(table, keys.job(jobId), {
    expression: "SET leaseUntil = :until, dueSort = :sort",
    condition: "leaseOwner = :owner",
    values: toLeaseValues(jobId, owner, now),
  });
  return item !== undefined;
}

/** Makes a job due again after a chunk that did not end it: the stream delivers it. */
export async function requeueJob(
  table: Table,
  { jobId, kind }: Pick<Job, "jobId" | "kind">,
  owner: string,
  now: number,
): Promise<void> {
  await updateItem(table, keys.job(jobId), {
    expression: "SET dueJobKind = :kind, dueSort = :sort REMOVE leaseOwner, leaseUntil",
    condition: "leaseOwner = :owner",
    values: { ":owner": S(owner), ":kind": S(kind), ":sort": S(toDueSortKey(jobId, now + jobSweepDelayMs)) },
  });
}

/** Lets a job wait until an officer has mapped its sheet. */
export async function pauseJob(table: Table, jobId: string, owner: string): Promise<void> {
  await updateItem(table, keys.job(jobId), {
    expression:
      "SET jobState = :waiting, waitsForMapping = :true REMOVE leaseOwner, leaseUntil, dueJobKind, dueKey, dueSort, attempts, #cursor",
    condition: "leaseOwner = :owner",
    names: { "#cursor": "cursor" },
    values: { ":owner": S(owner), ":waiting": S("waiting"), ":true": BOOL(true) },
  });
}

/**
 * The write that starts a job anew with another request, if nothing has changed it since it was read. A job that waits
 * for its upload still does.
 * @param now in ms
 */
export function writeJobRestart(
  { name }: Table,
  { jobId, kind, status, request: before }: Job,
  request: unknown,
  now: number,
): TransactionWrite<"wrong-state"> {
  const waitsForUpload = status.state === "waiting" && !status.waitsForMapping;
  const start =
    ", jobState = :running, dueJobKind = :kind, dueKey = :key, dueSort = :sort REMOVE waitsForMapping, #result, #failure, done, #total, #cursor";
  const Update = {
    TableName: name,
    Key: toItemKey(keys.job(jobId)),
    UpdateExpression: `SET #request = :request${waitsForUpload ? "" : start}`,
    ConditionExpression: "jobState = :state AND #request = :before",
    ExpressionAttributeNames: {
      "#request": "request",
      ...(!waitsForUpload && { "#total": "total", "#result": "result", "#failure": "failure", "#cursor": "cursor" }),
    },
    ExpressionAttributeValues: {
      ":request": S(JSON.stringify(request)),
      ":before": S(JSON.stringify(before)),
      ":state": S(status.state),
      ...(!waitsForUpload && {
        ":running": S("running"),
        ":kind": S(kind),
        ":key": S(lists.dueJobs(kind)),
        ":sort": S(toDueSortKey(jobId, now + jobSweepDelayMs)),
      }),
    },
  };
  return { item: { Update }, onConditionFailed: "wrong-state" };
}

/** Drops the lease after an error, so that the next attempt of the event, or else the sweep, can acquire it. */
export async function releaseJob(table: Table, jobId: string, owner: string): Promise<void> {
  await updateItem(table, keys.job(jobId), {
    expression: "REMOVE leaseOwner, leaseUntil",
    condition: "leaseOwner = :owner",
    values: { ":owner": S(owner) },
  });
}

/** What stays of a job that has ended. */
interface JobRemains {
  /** The file that it made, if the sweep of its kind deletes it at a time (RFC 3339, UTC). */
  readonly file?: { readonly kind: JobKind; readonly until: string } | undefined;
  /** Whether the cursor is forgotten. By default a failed job keeps it, because it says how far the job came. */
  readonly forgetsCursor?: boolean;
}

/**
 * Ends a job for good.
 * @param owner the run that ends it; none to end a waiting job
 * @returns whether the job has ended by this call
 */
export async function completeJob(
  table: Table,
  jobId: string,
  status: Extract<JobStatus, { state: "done" | "failed" }>,
  owner?: string,
  { file, forgetsCursor = status.state === "done" }: JobRemains = {},
): Promise<boolean> {
  const [name, value] = status.state === "done" ? ["result", status.result] : ["failure", status.failure];
  const removed = ["leaseOwner", "leaseUntil", "dueJobKind", "attempts", ...(forgetsCursor ? ["#cursor"] : [])];
  const due = file && { key: S(lists.jobFiles(file.kind)), sort: S(`${file.until}#${jobId}`) };
  const item = await updateItem(table, keys.job(jobId), {
    expression: `SET jobState = :state, #name = :value${due ? ", dueKey = :key, dueSort = :sort" : ""} REMOVE ${[
      ...removed,
      ...(due ? [] : ["dueKey", "dueSort"]),
    ].join()}`,
    condition: owner === undefined ? "jobState = :waiting" : "leaseOwner = :owner",
    names: { "#name": String(name), ...(forgetsCursor && { "#cursor": "cursor" }) },
    values: {
      ":state": S(status.state),
      ":value": S(JSON.stringify(value)),
      ...(owner === undefined ? { ":waiting": S("waiting") } : { ":owner": S(owner) }),
      ...(due && { ":key": due.key, ":sort": due.sort }),
    },
  });
  return item !== undefined;
}

/** The jobs of a kind whose files are to be deleted at `now` (RFC 3339, UTC). */
export async function* listJobsWithExpiredFile(table: Table, kind: JobKind, now: string): AsyncGenerator<string> {
  for await (const item of queryItems(table, { index: indexes.due, partition: lists.jobFiles(kind), before: now }))
    yield getString(item, "dueSort").split("#")[1] ?? "";
}

/** Records that the file of a job is deleted. */
export async function forgetJobFile(table: Table, jobId: string): Promise<void> {
  await updateItem(table, keys.job(jobId), {
    expression: "REMOVE dueKey, dueSort",
    condition: "jobState = :done",
    values: { ":done": S("done") },
  });
}

/** The jobs of a kind that make no progress at `now` (ms): due and not delivered, or leased by a run that died. */
export async function* listStalledJobs(table: Table, kind: JobKind, now: number): AsyncGenerator<string> {
  const before = new Date(now).toISOString();
  for await (const item of queryItems(table, { index: indexes.due, partition: lists.dueJobs(kind), before })) {
    yield getString(item, "dueSort").split("#")[1] ?? "";
  }
}

/** Writes the outcomes of one part of a job's rows. The same part again replaces the one before. */
export async function saveJobRows<Row>(
  table: Table,
  jobId: string,
  part: number,
  rows: readonly Row[],
  now: number,
): Promise<void> {
  await putItem(table, {
    ...toItemKey(keys.jobRows(jobId, part)),
    entity: S("job-rows"),
    rows: S(JSON.stringify(rows)),
    expiresAt: N(toEpochSeconds(now + jobTtlMs)),
  });
}

/** The rows of a job from one part on, in order; up to another part, if it is given. */
export async function* iterateJobRows<Row>(
  table: Table,
  jobId: string,
  part: number,
  before?: number,
): AsyncGenerator<Row> {
  const { PK, SK } = keys.jobRows(jobId, part);
  const end = before === undefined ? undefined : keys.jobRows(jobId, before).SK;
  for await (const item of queryItems(table, { partition: PK, prefix: "ROWS#", limit: 10 })) {
    if (end !== undefined && getString(item, "SK") >= end) return;
    if (getString(item, "SK") >= SK) yield* JSON.parse(getString(item, "rows")) as Row[];
  }
}
