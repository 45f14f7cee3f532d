import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { deleteItem, getItem, writeTransaction } from "#shared/dynamodb/table.ts";
import { emptyRowCounts, type ImportCursor, type ImportRequest } from "#shared/imports/import.rules.ts";
import { deriveMappingWrites, findSheet, saveSheetSummary } from "#shared/imports/sheet.repository.ts";
import { encodeSheetRows } from "#shared/imports/sheet-rows.contract.ts";
import { acquireJob, completeJob, createJob, saveJobProgress, saveJobRows } from "#shared/jobs/jobs.repository.ts";
import type { Job } from "#shared/model/job.ts";
import { listAccessLog } from "#shared/privacy/access-log.repository.ts";
import { eraseDocument } from "#shared/privacy/erase-registration.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { listRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { readCsvRows } from "../../functions/document-inspect/inspect/read-rows.ts";
import { getSheetRemarks } from "../../functions/import/sheet-remarks.ts";
import { runImport } from "../../functions/import-worker/run-import.ts";
import { listJobRows } from "../../functions/job/jobs.ts";
import { draftBody } from "../support/builders.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";

let started: TestTable;
let bucket: TestBucket;

beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
});
afterAll(() => Promise.all([started.stop(), bucket.stop()]));

const headings = "category,person.familyName,person.email,person.nationality";

const buildRows = (count: number) =>
  Array.from({ length: count }, (_, index) => `ngo,Ba,p${index}@example.org,SEN`).join("\n");

/** A running import of a sheet that is stored. */
async function createImportJob(
  sheet: string,
  more: Partial<Job<ImportRequest, ImportCursor>> = {},
  settings: Record<string, unknown> = {},
) {
  const [jobId, documentId, at] = [createId(), createId(), new Date().toISOString()];
  const conferenceId = await openHall(started.table, 5, settings);
  const requestedBy = { kind: "staff", id: "s-1", email: "s@example.org", groups: ["secretariat"] } as const;
  const document = { documentId, conferenceId, kind: "import", owner: { jobId }, at } as const;
  await createPendingDocument(started.table, { ...document, status: { state: "awaited" } });
  await bucket.put(documentId, encodeSheetRows(await readCsvRows(new TextEncoder().encode(sheet))));
  const request: ImportRequest = {
    what: "registrations",
    documentId,
    dryRun: true,
    requestedBy,
  };
  const job: Job<ImportRequest, ImportCursor> = {
    jobId,
    conferenceId,
    kind: "import",
    at,
    request,
    status: { state: "running" },
    done: 0,
    total: 0,
    attempts: 1,
    ...more,
  };
  return job;
}

async function run(job: Job<ImportRequest, ImportCursor>, digestPassport = skipPassportDigest) {
  const chunk = { until: Date.now() + 20_000, saveProgress: vi.fn(async () => {}), extendLease: vi.fn(async () => {}) };
  const store = toCommandStore(started.table);
  const result = await runImport(store, openTestDocuments(bucket.endpoint), digestPassport)(job, chunk);
  return { chunk, result };
}

test("a dry run that starts again reports no progress for the parts that an earlier attempt has completed", async () => {
  const cursor: ImportCursor = { part: 2, counts: emptyRowCounts };
  const job = await createImportJob(`${headings}\n${buildRows(250)}`, { cursor });
  const { chunk, result } = await run(job);
  expect(result).toMatchObject({ seated: 5, waiting: 245 });
  expect(chunk.extendLease).toHaveBeenCalledTimes(2);
  expect(chunk.saveProgress.mock.calls).toEqual([[expect.objectContaining({ done: 250 })]]);
});

test("an import hashes each passport once, and gives no row a later time than the clock, if rows are refused", async () => {
  const rows = Array.from({ length: 60 }, (_, index) => `ngo,Ba,p${index}@example.org,SEN,P${100 + index}`);
  const job = await createImportJob(
    [`${headings},person.passportNumber`, ...rows, "media,Ba,last@example.org,SEN,P200"].join("\n"),
    {},
    {
      categories: draftBody.categories.map((each) => (each.category === "ngo" ? { ...each, quota: 1 } : each)),
      waitingList: false,
    },
  );
  const digestPassport = vi.fn(skipPassportDigest);
  const { result } = await run({ ...job, request: { ...job.request, dryRun: false } }, digestPassport);
  expect(result).toMatchObject({ seated: 2, refused: 59 });
  expect(digestPassport).toHaveBeenCalledTimes(61);
  const filter = { category: "media" };
  const { registrations } = await listRegistrations(started.table, job.conferenceId, filter, undefined, 1);
  expect(Date.parse(registrations[0]?.submittedAt ?? "")).toBeLessThanOrEqual(Date.now());
});

const deadline = () => Date.now() + 5_000;
const summary = { headings: [], missing: [], unmatchedValues: [], hasMoreValues: false };
const mapping = { columns: {}, values: { category: { NGO: "ngo" } } };

test("the mapping of a sheet is deleted with its document, and nothing stores it again", async () => {
  const job = await createImportJob(`${headings}\n${buildRows(1)}`);
  const stores = { table: toCommandStore(started.table), documents: openTestDocuments(bucket.endpoint) };
  await run(job);
  const writeMapping = () =>
    writeTransaction(started.table, deriveMappingWrites(started.table, job, mapping), deadline());
  expect(await writeMapping()).toBeUndefined();
  expect(await findSheet(started.table, job.jobId)).toMatchObject({ mapping, summary: { missing: [] } });

  await eraseDocument(stores, job.request.documentId, deadline());
  expect(await getItem(started.table, keys.jobSheet(job.jobId))).toBeUndefined();
  expect(await writeMapping()).toMatchObject({ failed: "wrong-state" });
  expect(await saveSheetSummary(started.table, job, summary, deadline())).toBe(false);
  await expect(run(job)).rejects.toMatchObject({ failure: { code: "sheet-erased" } });
  expect(await getItem(started.table, keys.jobSheet(job.jobId))).toBeUndefined();
});

test("a dry run is in the access log of its sheet, and an import is not", async () => {
  const job = await createImportJob(`${headings}\n${buildRows(1)}`);
  const { documentId, requestedBy } = job.request;
  const readLog = async () => (await listAccessLog(started.table, { documentId }, undefined, 10)).entries;
  await run({ ...job, request: { ...job.request, dryRun: false } });
  expect(await readLog()).toEqual([]);
  await run(job);
  expect(await readLog()).toEqual([{ at: expect.any(String), by: requestedBy.id, reason: "dry-run" }]);
});

test("each download of the sheet with remarks is in the access log of the sheet, with the officer's reason", async () => {
  const job = await createImportJob(`${headings}\n${buildRows(1)}`);
  const { jobId, request } = job;
  await createJob(started.table, job, "running");
  await run(job);
  await acquireJob(started.table, jobId, "run", Date.now());
  await completeJob(started.table, jobId, { state: "done", result: {} }, "run");
  const now = new Date().toISOString();
  for (const body of [{}, { reason: "to complete the passports" }]) {
    const call = { params: { jobId }, body, caller: request.requestedBy, language: "en", now };
    await getSheetRemarks(started.table, openTestDocuments(bucket.endpoint))(call as never);
  }
  const { entries } = await listAccessLog(started.table, { documentId: request.documentId }, undefined, 10);
  expect(entries.map(({ reason }) => reason).toSorted()).toEqual(["dry-run", "remarks", "to complete the passports"]);
});

test("a run that finds its sheet erased deletes the mapping that is left of it", async () => {
  const job = await createImportJob(`${headings}\n${buildRows(1)}`);
  await run(job);
  await deleteItem(started.table, keys.document(job.request.documentId));
  expect(await getItem(started.table, keys.jobSheet(job.jobId))).toBeDefined();
  await expect(run(job)).rejects.toMatchObject({ failure: { code: "sheet-erased" } });
  expect(await getItem(started.table, keys.jobSheet(job.jobId))).toBeUndefined();
});

test("the mapping of a sheet expires with its job", async () => {
  const at = new Date(Date.now() - 20 * 86_400_000).toISOString();
  const job = await createImportJob(`${headings}\n${buildRows(1)}`, { at });
  await createJob(started.table, job, "running");
  await run(job);
  const [jobItem, sheetItem] = await Promise.all(
    [keys.job(job.jobId), keys.jobSheet(job.jobId)].map((key) => getItem(started.table, key)),
  );
  expect(sheetItem?.["expiresAt"]?.N).toBe(jobItem?.["expiresAt"]?.N);
});

test("an import that fails lists the rows that it has completed, and none of its dry run", async () => {
  const job = await createImportJob(`${headings}\n${buildRows(1)}`);
  const { jobId } = job;
  await createJob(started.table, { ...job, request: { ...job.request, dryRun: false } }, "running");
  for (const part of [0, 1])
    await saveJobRows(started.table, jobId, part, [{ row: 100 * part + 2, outcome: "seated" }], 0);
  await acquireJob(started.table, jobId, "run", Date.now());
  const cursor: ImportCursor = { part: 1, counts: emptyRowCounts };
  await saveJobProgress(started.table, jobId, "run", { done: 1, total: 2, cursor }, Date.now());
  await completeJob(started.table, jobId, { state: "failed", failure: { code: "attempts-exhausted" } }, "run");
  const request = { params: { jobId }, query: {}, caller: job.request.requestedBy, language: "en" };
  const { items } = await listJobRows(
    started.table,
    openTestDocuments(bucket.endpoint),
  )(request as unknown as Parameters<ReturnType<typeof listJobRows>>[0]);
  expect(items.map(({ row }) => row)).toEqual([2]);
});
