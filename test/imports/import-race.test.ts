import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportCursor, ImportedRow, ImportRequest } from "#shared/imports/import.rules.ts";
import { iterateJobRows, loadJob } from "#shared/jobs/jobs.repository.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { runImport } from "../../functions/import-worker/run-import.ts";
import type { Faults } from "../support/dynamodb-proxy/proxy.ts";
import { createImportJob } from "../support/import-job.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, readSeatCounts } from "../support/test-commands.ts";

let started: TestTable;
let bucket: TestBucket;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
});
afterAll(() => Promise.all([started.stop(), bucket.stop()]));

/** Runs the chunks of an import through a table with these faults. @returns the outcomes of its rows */
async function runJob(jobId: string, faults: Partial<Faults>) {
  const table = await openProxiedTable(started, faults);
  const store = toCommandStore(table);
  const handler = createJobHandler<ImportRequest, ImportCursor>(
    store,
    "import",
    runImport(store, openTestDocuments(bucket.endpoint), skipPassportDigest),
  );
  const event = { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }] };
  while ((await loadJob(started.table, jobId)).status.state === "running")
    await handler(event, { getRemainingTimeInMillis: () => 60_000 });
  return { rows: await Array.fromAsync(iterateJobRows<ImportedRow>(started.table, jobId, 0)), tally: table.tally };
}

const count = 120;
const people = 80;
const seats = 70;

test.each([
  ["alone", {}],
  ["through transactions that hold their items", { holdMs: 2 }],
  ["through transactions whose answers get lost", { dropAnswer: 0.2, conflict: 0.1, seed: 3 }],
] as const)("an import beside submissions for the same seats, %s: each seat is given once", async (_, faults) => {
  const id = await openHall(started.table, seats);
  const jobId = await createImportJob(started.table, bucket, id, count);
  const [{ rows }, others] = await Promise.all([
    runJob(jobId, faults),
    Promise.all(Array.from({ length: people }, () => applyToConference(started.table, id))),
  ]);
  const counts = await readSeatCounts(started.table, id);
  expect(counts).toMatchObject({ taken: seats, holders: seats, differences: [] });
  const seated = rows.filter(({ outcome }) => outcome === "seated");
  expect(seated.length + others.filter(({ seat }) => seat === "held").length).toBe(seats);
  expect(rows.filter(({ outcome }) => outcome === "waiting")).toHaveLength(count - seated.length);
  const registrations = await loadRegistrations(
    started.table,
    seated.map(({ registrationId = "" }) => registrationId),
  );
  expect([...registrations.values()].every(({ seat }) => seat.state === "held")).toBe(true);
});

test("an import of 96 new people sends a few requests for every 32 of them", async () => {
  const id = await openHall(started.table, 200);
  const jobId = await createImportJob(started.table, bucket, id, 96);
  const { tally } = await runJob(jobId, {});
  expect(tally.transactions).toBeLessThanOrEqual(6);
  expect(tally.calls.length).toBeLessThanOrEqual(30);
});
