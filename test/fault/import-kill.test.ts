import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { N, updateItem } from "#shared/dynamodb/table.ts";
import type { ImportedRow, ImportRequest } from "#shared/imports/import.rules.ts";
import { encodeSheetRows } from "#shared/imports/sheet-rows.contract.ts";
import { createJob, iterateJobRows, loadJob } from "#shared/jobs/jobs.repository.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { readCsvRows } from "../../functions/document-inspect/inspect/read-rows.ts";
import { repetitions } from "../support/full-run.ts";
import { planRows, toCsv } from "../support/people.ts";
import { Random } from "../support/random.ts";
import { startTestS3, type TestBucket } from "../support/s3.ts";
import { endProcess, startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";

const kills = repetitions({ usual: 3, full: 5 });
const rows = kills * 140;
const seats = kills * 60;

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

async function anImport(conferenceId: string): Promise<string> {
  const [jobId, documentId, at] = [createId(), createId(), new Date().toISOString()];
  const by = { kind: "staff", id: "s-1", email: "s@example.org", groups: ["secretariat"] } as const;
  const order: ImportRequest = {
    what: "registrations",
    documentId,
    dryRun: false,
    requestedBy: by,
  };
  const sound = planRows(2 * rows).filter(({ wrong, cells }) => wrong === undefined && cells[10] === "");
  const document = { documentId, conferenceId, kind: "import", owner: { jobId }, at } as const;
  await createPendingDocument(started.table, { ...document, status: { state: "awaited" } });
  await bucket.put(documentId, encodeSheetRows(await readCsvRows(toCsv(sound.slice(0, rows)))));
  await createJob(started.table, { jobId, conferenceId, kind: "import", at, request: order }, "running");
  return jobId;
}

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
  const jobId = await anImport(conferenceId);
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
