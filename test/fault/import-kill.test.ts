import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { N, updateItem } from "#shared/dynamodb/table.ts";
import type { ImportedRow } from "#shared/imports/import.rules.ts";
import { iterateJobRows, loadJob } from "#shared/jobs/jobs.repository.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { repetitions } from "../support/full-run.ts";
import { createImportJob } from "../support/import-job.ts";
import { Random } from "../support/random.ts";
import { startTestS3, type TestBucket } from "../support/s3.ts";
import { endProcess, startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";

const kills = repetitions({ usual: 3, full: 5 });
const rows = kills * 600;
const seats = kills * 250;

let started: TestTable;
let bucket: TestBucket;
const lanes: ChildProcess[] = [];

beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
});
afterAll(async () => {
  await Promise.all(lanes.map((lane) => endProcess(lane, "SIGKILL")));
  await Promise.all([started.stop(), bucket.stop()]);
});

function startLane(jobId: string): ChildProcess {
  const args = ["test/fault/import-kill/lane.ts", started.endpoint, started.table.name, bucket.endpoint, jobId];
  const lane = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "inherit"] });
  lanes.push(lane);
  return lane;
}

const leaseGoesBy = (jobId: string) =>
  updateItem(started.table, keys.job(jobId), { expression: "SET leaseUntil = :past", values: { ":past": N(1) } });

/** The one conference of this table. */
async function registrations(): Promise<number> {
  let found = 0;
  const scan = paginateScan({ client: started.table.client }, { TableName: started.table.name });
  for await (const { Items = [] } of scan) found += Items.filter(({ entity }) => entity?.S === "registration").length;
  return found;
}

test("an import whose function is killed again and again takes each row once, and says of each what became of it", async () => {
  const conferenceId = await openHall(started.table, seats);
  const jobId = await createImportJob(started.table, bucket, conferenceId, rows);
  const random = new Random(Number(process.env["SEED"] ?? 1));
  for (let kill = 1; kill <= kills; kill += 1) {
    const lane = startLane(jobId);
    const enough = (kill * rows) / (kills + 2);
    await expect.poll(registrations, { timeout: 60_000, interval: 100 }).toBeGreaterThan(enough);
    await sleep(random.below(80));
    await endProcess(lane, "SIGKILL");
    expect((await loadJob(started.table, jobId)).status.state).toBe("running");
    await leaseGoesBy(jobId);
  }
  while ((await loadJob(started.table, jobId)).status.state === "running") await once(startLane(jobId), "exit");
  const proof = await verifyCounters(started.table, conferenceId);
  expect(proof).toMatchObject({ registrations: rows, differences: [], seatsOverLimit: 0 });
  const said = await Array.fromAsync(iterateJobRows<ImportedRow>(started.table, jobId, 0));
  expect(said.map(({ row }) => row)).toEqual(Array.from({ length: rows }, (_, index) => index + 2));
  expect(said.map(({ outcome }) => outcome)).toEqual(said.map((_, index) => (index < seats ? "seated" : "waiting")));
  expect((await loadJob(started.table, jobId)).status).toMatchObject({
    state: "done",
    result: { seated: seats, waiting: rows - seats, "imported-before": 0, invalid: 0, refused: 0 },
  });
}, 240_000);
