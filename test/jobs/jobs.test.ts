import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { getItem, N, putItem, S, type Table, toItemKey, updateItem, writeTransaction } from "#shared/dynamodb/table.ts";
import {
  acquireJob,
  completeJob,
  createJob,
  listStalledJobs,
  loadJob,
  pauseJob,
  startJob,
  startJobOnce,
  writeJobRestart,
} from "#shared/jobs/jobs.repository.ts";
import { createJobHandler, type JobChunkRunner } from "#shared/jobs/run-job.ts";
import { type Job, JobFailedError } from "#shared/model/job.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let table: Table;

beforeAll(async () => {
  started = await startTable();
  table = started.table;
});
afterAll(() => started.stop());

const context = { getRemainingTimeInMillis: () => 60_000 };

/** As the stream brings it. */
const eventOf = (jobId: string) =>
  ({
    Records: [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }],
  }) as unknown as DynamoDBStreamEvent;

async function aJob(state: "waiting" | "running" = "running"): Promise<string> {
  const jobId = createId();
  const at = new Date().toISOString();
  await createJob(table, { jobId, conferenceId: "c", kind: "import", at, request: { rows: 4 } }, state);
  return jobId;
}

/** A run died: its lease goes by. */
const leaseGoesBy = (jobId: string) =>
  updateItem(table, keys.job(jobId), { expression: "SET leaseUntil = :past", values: { ":past": N(1) } });

const isDue = async (jobId: string) => (await getItem(table, keys.job(jobId)))?.["dueJobKind"] !== undefined;

const still = async (now: number) => Array.fromAsync(listStalledJobs(table, "import", now));

interface Cursor {
  readonly at: number;
}

/** Counts to four, two a chunk. */
const counting: JobChunkRunner<{ rows: number }, Cursor> = async (
  { request, cursor = { at: 0 } },
  { saveProgress },
) => {
  const at = cursor.at + 2;
  await saveProgress({ done: at, total: request.rows, cursor: { at } });
  return at >= request.rows ? { counted: at } : undefined;
};

test("each chunk begins where the one before ended, and makes the next one due, until the result is there", async () => {
  const jobId = await aJob();
  const run = createJobHandler(table, "import", counting);
  expect(await isDue(jobId)).toBe(true);
  await run(eventOf(jobId), context);
  expect(await loadJob(table, jobId)).toMatchObject({ done: 2, total: 4, status: { state: "running" } });
  expect(await isDue(jobId)).toBe(true);
  await run(eventOf(jobId), context);
  expect(await loadJob(table, jobId)).toMatchObject({ done: 4, status: { state: "done", result: { counted: 4 } } });
  expect(await isDue(jobId)).toBe(false);
});

test("an event that comes several times at once runs one chunk", async () => {
  const jobId = await aJob();
  let [running, most, runs] = [0, 0, 0];
  const run = createJobHandler<unknown, Cursor>(table, "import", async () => {
    runs += 1;
    running += 1;
    most = Math.max(most, running);
    await sleep(300);
    running -= 1;
    return { fine: 1 };
  });
  const answers = await Promise.all([1, 2, 3, 4].map(() => run(eventOf(jobId), context)));
  await run(eventOf(jobId), context);
  expect({ most, runs }).toEqual({ most: 1, runs: 1 });
  for (const { batchItemFailures } of answers) expect(batchItemFailures).toEqual([]);
});

test("a run that died leaves the job to the sweep once its lease has ended, and what it had said isn't done again", async () => {
  const jobId = await aJob();
  const died = createJobHandler<unknown, Cursor>(table, "import", async (_job, { saveProgress }) => {
    await saveProgress({ done: 2, total: 4, cursor: { at: 2 } });
    return new Promise<never>(() => {});
  });
  void died(eventOf(jobId), context);
  await expect.poll(async () => (await loadJob(table, jobId)).done).toBe(2);
  const run = createJobHandler(table, "import", counting);
  await run(eventOf(jobId), context);
  expect((await loadJob(table, jobId)).done).toBe(2);
  expect(await still(Date.now())).not.toContain(jobId);
  expect(await still(Date.now() + 25_000)).toContain(jobId);
  await leaseGoesBy(jobId);
  await run(eventOf(jobId), context);
  expect(await loadJob(table, jobId)).toMatchObject({ done: 4, status: { state: "done" } });
});

test("a run whose lease went to another writes no progress and no result", async () => {
  const jobId = await aJob();
  let goOn = () => {};
  const paused = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slow = createJobHandler<unknown, Cursor>(table, "import", async (_job, { saveProgress }) => {
    await paused;
    await saveProgress({ done: 1, total: 4, cursor: { at: 1 } });
    return { wrong: 1 };
  });
  const late = slow(eventOf(jobId), context);
  await expect.poll(async () => (await loadJob(table, jobId)).attempts).toBe(1);
  await leaseGoesBy(jobId);
  const run = createJobHandler(table, "import", counting);
  await run(eventOf(jobId), context);
  goOn();
  expect((await late).batchItemFailures).toEqual([]);
  expect((await loadJob(table, jobId)).done).toBe(2);
  await run(eventOf(jobId), context);
  expect((await loadJob(table, jobId)).status).toEqual({ state: "done", result: { counted: 4 } });
});

test("a chunk that breaks is tried again at once; after five attempts without progress the job has failed", async () => {
  const jobId = await aJob();
  const run = createJobHandler<unknown, Cursor>(table, "import", () => Promise.reject(new Error("broken")));
  for (let attempt = 1; attempt < 5; attempt += 1) {
    expect((await run(eventOf(jobId), context)).batchItemFailures).toHaveLength(1);
  }
  expect((await run(eventOf(jobId), context)).batchItemFailures).toEqual([]);
  expect((await loadJob(table, jobId)).status).toEqual({ state: "failed", failure: { code: "attempts-exhausted" } });
});

test("a chunk that breaks after work that an earlier one has done keeps its lease, and is out of attempts after five", async () => {
  const jobId = await aJob();
  const run = createJobHandler<unknown, Cursor>(table, "import", async ({ cursor }, { saveProgress, extendLease }) => {
    if (!cursor) await saveProgress({ done: 2, total: 4, cursor: { at: 2 } });
    else {
      await updateItem(table, keys.job(jobId), {
        expression: "SET leaseUntil = :soon",
        values: { ":soon": N(Date.now() + 1_000) },
      });
      await extendLease();
      expect(Number((await getItem(table, keys.job(jobId)))?.["leaseUntil"]?.N)).toBeGreaterThan(Date.now() + 10_000);
    }
    throw new Error("broken");
  });
  for (let attempt = 1; attempt <= 6; attempt += 1) await run(eventOf(jobId), context);
  expect((await loadJob(table, jobId)).status).toEqual({ state: "failed", failure: { code: "attempts-exhausted" } });
});

test("what no attempt would mend fails by its name, the first time", async () => {
  const jobId = await aJob();
  const faults = [{ row: 3, path: "person.email", rule: "email" }];
  const run = createJobHandler<unknown, Cursor>(table, "import", () =>
    Promise.reject(new JobFailedError("sheet-columns", faults)),
  );
  expect((await run(eventOf(jobId), context)).batchItemFailures).toEqual([]);
  const failure = { code: "sheet-columns", cellErrors: faults };
  expect((await loadJob(table, jobId)).status).toEqual({ state: "failed", failure });
  expect(await isDue(jobId)).toBe(false);
});

test("a job that waits runs once what it waits for is there, or ends; told of twice, it begins once", async () => {
  const jobId = await aJob("waiting");
  const run = createJobHandler(table, "import", counting);
  await run(eventOf(jobId), context);
  expect(await loadJob(table, jobId)).toMatchObject({ done: 0, status: { state: "waiting" } });
  await startJob(table, jobId, Date.now());
  await run(eventOf(jobId), context);
  await run(eventOf(jobId), context);
  await startJob(table, jobId, Date.now());
  expect((await loadJob(table, jobId)).status.state).toBe("done");
  const refused = await aJob("waiting");
  await completeJob(table, refused, { state: "failed", failure: { code: "wrong-encoding" } });
  await startJob(table, refused, Date.now());
  expect((await loadJob(table, refused)).status.state).toBe("failed");
});

test("a job that waits for a mapping, or is done, starts anew with another request; one that has changed meanwhile does not", async () => {
  const jobId = await aJob();
  const owner = createId();
  await acquireJob(table, jobId, owner, Date.now());
  await pauseJob(table, jobId, owner);
  const paused = await loadJob(table, jobId);
  expect(paused.status).toEqual({ state: "waiting", waitsForMapping: true });
  const restart = (job: Job, next: object) =>
    writeTransaction(table, [writeJobRestart(table, job, next, Date.now())], Date.now() + 5_000);
  expect(await restart(paused, { dryRun: true, mapped: true })).toBeUndefined();
  expect(await loadJob(table, jobId)).toMatchObject({ status: { state: "running" }, request: { mapped: true } });
  expect(await restart(paused, { dryRun: false })).toMatchObject({ failed: "wrong-state" });
  await acquireJob(table, jobId, owner, Date.now());
  await completeJob(table, jobId, { state: "done", result: { seated: 1 } }, owner);
  expect(await restart(await loadJob(table, jobId), { dryRun: false })).toBeUndefined();
  expect(await loadJob(table, jobId)).toMatchObject({ status: { state: "running" }, total: 0, attempts: 0 });
});

describe("a request that starts a job", () => {
  const toIdempotency = (key: string, requestDigest = "a request") => ({ changeId: key, requestDigest });
  const start = (idempotency: ReturnType<typeof toIdempotency> | undefined, rows = 4) => {
    const deadline = Date.now() + 20_000;
    const at = new Date().toISOString();
    return startJobOnce(table, { idempotency, deadline }, async (jobId) => ({
      job: { conferenceId: "c", kind: "import", at, request: { rows } },
      besides: [{ ...toItemKey(keys.jobSheet(jobId)), entity: S("beside"), rows: N(rows) }],
    }));
  };

  test("starts one job with what belongs to it, however often it is repeated at once", async () => {
    const idempotency = toIdempotency(createId());
    const rows = [1, 2, 3, 4, 5, 6, 7, 8];
    const started = await Promise.all(rows.map((each) => start(idempotency, each)));
    const [job] = started;
    expect(new Set(started.map(({ jobId }) => jobId)).size).toBe(1);
    const stored = await loadJob(table, String(job?.jobId));
    for (const { request } of started) expect(request).toEqual(stored.request);
    const beside = await getItem(table, keys.jobSheet(stored.jobId));
    expect(Number(beside?.["rows"]?.N)).toBe((stored.request as { readonly rows: number }).rows);
  });

  test("leaves the job as it is when it is repeated while the job runs, and after it has ended", async () => {
    const idempotency = toIdempotency(createId());
    const { jobId } = await start(idempotency);
    const handler = createJobHandler(table, "import", counting);
    for (const state of ["running", "done"]) {
      await handler(eventOf(jobId), context);
      const before = await loadJob(table, jobId);
      expect(before.status.state).toBe(state);
      const refuse = () => Promise.reject(new Error("prepared a repetition"));
      const again = await startJobOnce(table, { idempotency, deadline: Date.now() + 20_000 }, refuse);
      expect(again.jobId).toBe(jobId);
      expect(await loadJob(table, jobId)).toEqual(before);
    }
  });

  test("is refused under the key of another request, also at once, and of a change", async () => {
    const key = createId();
    const code = "idempotency-key-reused";
    const outcomes = await Promise.allSettled(["a", "b"].map((digest) => start(toIdempotency(key, digest))));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code } });
    await expect(start(toIdempotency(key, "c"))).rejects.toMatchObject({ code });
    const changeId = createId();
    await putItem(table, { ...toItemKey(keys.journal(changeId)), entity: S("journal") });
    await expect(start(toIdempotency(changeId))).rejects.toMatchObject({ code });
  });

  test("starts another job each time without a key", async () => {
    expect((await start(undefined)).jobId).not.toBe((await start(undefined)).jobId);
  });
});
