import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { emptyRowCounts, type ImportCursor, type ImportRequest } from "#shared/imports/import.rules.ts";
import type { Job } from "#shared/model/job.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { runImport } from "../../functions/import-worker/run-import.ts";
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
async function createImportJob(sheet: string, more: Partial<Job<ImportRequest, ImportCursor>> = {}) {
  const [jobId, documentId, at] = [createId(), createId(), new Date().toISOString()];
  const conferenceId = await openHall(started.table, 5);
  const requestedBy = { kind: "staff", id: "s-1", email: "s@example.org", groups: ["secretariat"] } as const;
  const document = { documentId, conferenceId, kind: "import", owner: { jobId }, at } as const;
  await createPendingDocument(started.table, { ...document, status: { state: "awaited" } });
  await bucket.put(documentId, new TextEncoder().encode(sheet));
  const request: ImportRequest = {
    what: "registrations",
    documentId,
    fileType: "text/csv",
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

async function run(job: Job<ImportRequest, ImportCursor>) {
  const chunk = { until: Date.now() + 20_000, saveProgress: vi.fn(async () => {}), extendLease: vi.fn(async () => {}) };
  const store = toCommandStore(started.table);
  const result = await runImport(store, openTestDocuments(bucket.endpoint), skipPassportDigest)(job, chunk);
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
