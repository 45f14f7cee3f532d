import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Job, JobFailure, JobKind, JobProgress, JobResult, JobStanding } from "#shared/domain/job.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { indexes, keys, lists } from "./keys.ts";
import { asked, getItem, type Item, keyOf, listAll, N, number, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** How long a job and what it came to can be read, in ms. */
const jobLife = 30 * 86_400_000;

/**
 * How long a run may hold a job without a word of progress, in ms. One that died leaves it after that; should two run at
 * a time, the later holder alone writes the progress.
 */
const leaseMs = 20_000;

/** How long a job that is due may lie before the sweep takes it up, in ms: the stream brings it sooner. */
const sweepAfterMs = 30_000;

/** Keeps a job; a waiting one until `startJob`, a running one begins at once. */
export async function makeJob<Order>(
  { client, name }: Table,
  job: Pick<Job<Order>, "jobId" | "conferenceId" | "kind" | "at" | "order">,
  state: "waiting" | "running",
): Promise<void> {
  const { jobId, conferenceId, kind, at, order } = job;
  const item: Item = {
    ...keyOf(keys.job(jobId)),
    entity: S("job"),
    jobId: S(jobId),
    conferenceId: S(conferenceId),
    kind: S(kind),
    at: S(at),
    order: S(JSON.stringify(order)),
    standing: S(state),
    expiresAt: N(Math.floor((Date.parse(at) + jobLife) / 1_000)),
    ...(state === "running" && due(job, Date.parse(at))),
  };
  await asked(client.send(new PutItemCommand({ TableName: name, Item: item })));
}

/** What makes the stream bring a job to its kind's function, and the sweep find it should the stream have missed it. */
const due = ({ jobId, kind }: Pick<Job, "jobId" | "kind">, now: number): Item => ({
  runs: S(kind),
  dueKey: S(lists.jobs(kind)),
  dueSort: S(dueSort(jobId, now + sweepAfterMs)),
});

const dueSort = (jobId: string, at: number) => `${new Date(at).toISOString()}#${jobId}`;

function jobOf<Order, Cursor>(item: Item): Job<Order, Cursor> {
  const cursor = item["cursor"]?.S;
  return {
    jobId: text(item, "jobId"),
    conferenceId: text(item, "conferenceId"),
    kind: text(item, "kind") as JobKind,
    at: text(item, "at"),
    order: JSON.parse(text(item, "order")) as Order,
    standing: standingOf(item),
    done: number(item, "done"),
    total: number(item, "total"),
    attempts: number(item, "attempts"),
    ...(cursor !== undefined && { cursor: JSON.parse(cursor) as Cursor }),
  };
}

function standingOf(item: Item): JobStanding {
  const state = text(item, "standing") as JobStanding["state"];
  if (state === "done") return { state, result: JSON.parse(text(item, "result")) as JobResult };
  if (state === "failed") return { state, failure: JSON.parse(text(item, "failure")) as JobFailure };
  return { state };
}

/** The job, read consistently, or none. */
export async function findJob(table: Table, jobId: string): Promise<Job | undefined> {
  const item = await getItem(table, keys.job(jobId));
  return item && jobOf(item);
}

/** @throws Refusal `not-found` */
export async function loadJob(table: Table, jobId: string): Promise<Job> {
  const job = await findJob(table, jobId);
  if (!job) throw new Refusal("not-found");
  return job;
}

/** What a job waited for is there: it runs. Told of twice, it begins once. */
export async function startJob(table: Table, jobId: string, now: number): Promise<void> {
  const { kind } = await loadJob(table, jobId);
  const { runs, dueKey, dueSort: sort } = due({ jobId, kind }, now);
  await update(table, keys.job(jobId), {
    expression: "SET standing = :running, runs = :runs, dueKey = :key, dueSort = :sort",
    condition: "standing = :waiting",
    values: { ":running": S("running"), ":waiting": S("waiting"), ...values({ runs, key: dueKey, sort }) },
  });
}

const values = (named: Readonly<Record<string, Item[string] | undefined>>): Item =>
  Object.fromEntries(Object.entries(named).flatMap(([name, value]) => (value ? [[`:${name}`, value]] : [])));

/**
 * Takes a running job for one run, until its lease ends.
 * @returns the job; none when somebody else is at it, or nothing is left to do
 */
export async function takeJob<Order, Cursor>(
  table: Table,
  jobId: string,
  owner: string,
  now: number,
): Promise<Job<Order, Cursor> | undefined> {
  const taken = await update(table, keys.job(jobId), {
    expression: "SET leaseOwner = :owner, leaseUntil = :until, dueSort = :sort ADD attempts :one REMOVE runs",
    condition: "standing = :running AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)",
    values: { ":running": S("running"), ":now": N(now), ":one": N(1), ...leased(jobId, owner, now) },
  });
  return taken && jobOf(taken);
}

const leased = (jobId: string, owner: string, now: number): Item => ({
  ":owner": S(owner),
  ":until": N(now + leaseMs),
  ":sort": S(dueSort(jobId, now + leaseMs)),
});

const progressed = ({ done, total, cursor }: JobProgress): Item => ({
  ":done": N(done),
  ":total": N(total),
  ":cursor": S(JSON.stringify(cursor)),
  ":none": N(0),
});

const setProgress = "done = :done, #total = :total, #cursor = :cursor, attempts = :none";
const names = { "#total": "total", "#cursor": "cursor" };

/** Writes how far a run has come, and holds the job on. @returns whether it is still theirs */
export async function keepProgress(
  table: Table,
  jobId: string,
  owner: string,
  progress: JobProgress,
  now: number,
): Promise<boolean> {
  const kept = await update(table, keys.job(jobId), {
    expression: `SET ${setProgress}, leaseUntil = :until, dueSort = :sort`,
    condition: "leaseOwner = :owner",
    names,
    values: { ...progressed(progress), ...leased(jobId, owner, now) },
  });
  return kept !== undefined;
}

/** The chunk is over and the job isn't: it is due again, and the stream brings it. */
export async function passOn(table: Table, { jobId, kind }: Pick<Job, "jobId" | "kind">, owner: string, now: number) {
  const { runs, dueSort: sort } = due({ jobId, kind }, now);
  await update(table, keys.job(jobId), {
    expression: "SET runs = :runs, dueSort = :sort REMOVE leaseOwner, leaseUntil",
    condition: "leaseOwner = :owner",
    values: { ":owner": S(owner), ...values({ runs, sort }) },
  });
}

/** After an error: whoever tries the event again may take it at once; if nobody does, the sweep. */
export async function dropJob(table: Table, jobId: string, owner: string): Promise<void> {
  await update(table, keys.job(jobId), {
    expression: "REMOVE leaseOwner, leaseUntil",
    condition: "leaseOwner = :owner",
    values: { ":owner": S(owner) },
  });
}

type End = Extract<JobStanding, { state: "done" | "failed" }>;

/**
 * Ends a job. Once ended it stays so.
 * @param owner the run that ends it; none for who ends it from outside while it waits
 */
export async function endJob(table: Table, jobId: string, end: End, owner?: string): Promise<boolean> {
  const [name, value] = end.state === "done" ? ["result", end.result] : ["failure", end.failure];
  const ended = await update(table, keys.job(jobId), {
    expression:
      "SET standing = :state, #what = :what REMOVE leaseOwner, leaseUntil, runs, dueKey, dueSort, attempts, #cursor",
    condition: owner === undefined ? "standing = :waiting" : "leaseOwner = :owner",
    names: { "#what": String(name), "#cursor": "cursor" },
    values: {
      ":state": S(end.state),
      ":what": S(JSON.stringify(value)),
      ...(owner === undefined ? { ":waiting": S("waiting") } : { ":owner": S(owner) }),
    },
  });
  return ended !== undefined;
}

/** The jobs of a kind that stand still at `now` (ms): due and brought by nobody, or held by a run that died. */
export async function* stillJobs(table: Table, kind: JobKind, now: number): AsyncGenerator<string> {
  const before = new Date(now).toISOString();
  for await (const row of listAll(table, { index: indexes.due, partition: lists.jobs(kind), before })) {
    yield text(row, "dueSort").split("#")[1] ?? "";
  }
}
