import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createPendingDocument, recordScanResult } from "#shared/documents/documents.repository.ts";
import { saveMadeFile, toFileOfAllId } from "#shared/documents/made-files.ts";
import { createId, deriveId, idPattern } from "#shared/dynamodb/keys.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { routes } from "#shared/http/routes.ts";
import { saveSheetSummary } from "#shared/imports/sheet.repository.ts";
import { acquireJob, allStaff, completeJob, createJob, loadJob, saveJobRows } from "#shared/jobs/jobs.repository.ts";
import type { Job } from "#shared/model/job.ts";
import { startErasure } from "#shared/privacy/erase-registration.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { openDocument } from "../../functions/document/open-document.ts";
import { listImports } from "../../functions/import/list-imports.ts";
import { getSheetMapping, importSheet, putSheetMapping } from "../../functions/import/sheet-mapping.ts";
import { getSheetRemarks } from "../../functions/import/sheet-remarks.ts";
import { startImport } from "../../functions/import/start-import.ts";
import { undoImport } from "../../functions/import/undo-import.ts";
import type { ImportContext } from "../../functions/import-worker/import-context.ts";
import { deriveRowRegistrationId } from "../../functions/import-worker/row-identity.ts";
import { getJob, listJobRows } from "../../functions/job/jobs.ts";
import { buildFormBody } from "../support/builders.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let bucket: TestBucket;
let handlers: Handlers;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
  handlers = createHandlers(openTable(started.endpoint, 4));
});
afterAll(async () => {
  await bucket.stop();
  await started.stop();
});

const reader = { kind: "staff", id: "bench", email: "bench@example.org", groups: ["secretariat"] } as const;
const other = { kind: "staff", id: "other", email: "other@example.org", groups: ["secretariat"] } as const;

let conferenceId = "";
let secretId = "";
beforeEach(async () => {
  conferenceId = `files-${createId()}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  secretId = await register("hidden");
});

async function register(name: string): Promise<string> {
  const form = buildFormBody({}, { email: `${name}.${conferenceId}@example.org` });
  return String((await handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
}

const protect = async (id: string) => {
  const body = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
  expect((await handlers.call("protectRegistration", id, body)).status).toBe(200);
};

/** Sends a request to the functions that show jobs and their files. */
async function ask(
  operation:
    | "getJob"
    | "listJobRows"
    | "getSheetMapping"
    | "getSheetRemarks"
    | "listImports"
    | "putSheetMapping"
    | "importSheet"
    | "undoImport"
    | "startImport"
    | "openDocument",
  id: string,
  caller: Caller,
  sent: object = { reason: "to compare" },
) {
  const documents = openTestDocuments(bucket.endpoint);
  const handler = createHttpHandler({
    getJob: getJob(started.table, documents),
    listJobRows: listJobRows(started.table, documents),
    getSheetRemarks: getSheetRemarks(started.table, documents),
    listImports: listImports(started.table),
    getSheetMapping: getSheetMapping(started.table),
    putSheetMapping: putSheetMapping(started.table),
    importSheet: importSheet(started.table),
    undoImport: undoImport(started.table),
    startImport: startImport(started.table, documents),
    openDocument: openDocument(started.table, documents),
  });
  const { method, path } = routes[operation];
  const parameter = /\{(\w+)\}/.exec(path)?.[1] ?? "";
  const event = {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path.replace(`{${parameter}}`, id),
    rawQueryString: "",
    headers: { "content-type": "application/json", ...(operation === "importSheet" && { "if-match": "*" }) },
    pathParameters: { [parameter]: id },
    requestContext: { http: { sourceIp: "127.0.0.1" }, authorizer: { lambda: { caller: JSON.stringify(caller) } } },
    body: method === "GET" || operation === "importSheet" || operation === "undoImport" ? "" : JSON.stringify(sent),
    isBase64Encoded: false,
  };
  const context = { getRemainingTimeInMillis: () => 60_000 };
  const answer = await handler(event as never, context as never);
  return { status: answer.statusCode ?? 200, body: JSON.parse(answer.body ?? "{}") };
}

const newJob = (kind: Job["kind"], request: object = {}) => ({
  jobId: createId(),
  conferenceId,
  kind,
  at: new Date().toISOString(),
  request: { ...request, requestedBy: other },
});

/** Stores what a batch that has read the people prints, and ends it. */
async function completeBatch(jobId: string, fileId = jobId): Promise<void> {
  const file = { bytes: new TextEncoder().encode("Amina Diallo"), type: "application/pdf" };
  await saveMadeFile(openTestDocuments(bucket.endpoint), conferenceId, fileId, file);
  await saveJobRows(started.table, jobId, 0, [{ row: 1, outcome: "left-out", registrationId: secretId }], Date.now());
  await acquireJob(started.table, jobId, "run", Date.now());
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await completeJob(started.table, jobId, { state: "done", result: { printed: 1, until } }, "run");
}

/** The answers about a job: whether it has a file, and the code or status of the list of its rows. */
async function readJob(jobId: string, caller: Caller) {
  const [job, rows] = [await ask("getJob", jobId, caller), await ask("listJobRows", jobId, caller)];
  expect(job.status).toBe(200);
  return [job.body.file !== undefined, rows.body.code ?? rows.status];
}

const open = [true, 200];
const withheld = [false, "name-protected"];
/** Of a reader, who has not requested the file. */
const onlyRows = [false, 200];

test("the file of a job is for the account that requested it, which the access logs name", async () => {
  for (const kind of ["badge", "export"] as const) {
    const job = newJob(kind, { what: "answers", format: "json" });
    await createJob(started.table, job, "running");
    await completeBatch(job.jobId, kind === "export" ? toFileOfAllId(job.jobId) : job.jobId);
    const colleague = { ...other, id: "colleague", email: "colleague@example.org" } as const;
    expect([await readJob(job.jobId, other), await readJob(job.jobId, colleague)]).toEqual([open, onlyRows]);
  }
});

test("a batch of badges from before a protection is for its readers, until the protection ends", async () => {
  const job = newJob("badge");
  await createJob(started.table, job, "running");
  await completeBatch(job.jobId);
  expect(await readJob(job.jobId, other)).toEqual(open);
  await protect(secretId);
  expect([await readJob(job.jobId, other), await readJob(job.jobId, reader)]).toEqual([withheld, onlyRows]);
  const later = newJob("badge");
  await createJob(started.table, later, "running");
  await completeBatch(later.jobId);
  expect(await readJob(later.jobId, other)).toEqual(open);
  await handlers.call("unprotectRegistration", secretId, {});
  expect(await readJob(job.jobId, other)).toEqual(open);
  await protect(secretId);
  expect([await readJob(job.jobId, other), await readJob(later.jobId, other)]).toEqual([withheld, withheld]);
});

test("a batch that has read the people when the protection is saved is withheld, too", async () => {
  const job = newJob("badge");
  await createJob(started.table, job, "running");
  await protect(secretId);
  await completeBatch(job.jobId);
  expect([await readJob(job.jobId, other), await readJob(job.jobId, reader)]).toEqual([withheld, onlyRows]);
});

test("saving a protection again, and an erased person, withhold nothing", async () => {
  await protect(secretId);
  const job = newJob("badge");
  await createJob(started.table, job, "running");
  await completeBatch(job.jobId);
  await protect(secretId);
  expect(await readJob(job.jobId, other)).toEqual(open);
  const erased = await register("erased");
  await protect(erased);
  expect(await readJob(job.jobId, other)).toEqual(withheld);
  for (const registrationId of [erased, secretId])
    await startErasure(started.table, {
      registrationId,
      reason: "at-their-request",
      context: { actor: { kind: "staff", id: "bench" }, at: new Date().toISOString() },
      deadline: Date.now() + 10_000,
    });
  expect(await readJob(job.jobId, other)).toEqual(open);
});

test("protections that begin at the same time are all counted", async () => {
  const job = newJob("badge");
  await createJob(started.table, job, "running");
  await completeBatch(job.jobId);
  const people = await Promise.all(Array.from({ length: 6 }, (_, index) => register(`p${index}`)));
  await Promise.all(people.map(protect));
  for (const id of people) {
    expect(await readJob(job.jobId, other)).toEqual(withheld);
    await handlers.call("unprotectRegistration", id, {});
  }
  expect(await readJob(job.jobId, other)).toEqual(open);
});

test("a sheet from before a protection, its rows, values and errors are for its readers", async () => {
  const documentId = createId();
  const job = newJob("import", { what: "registrations", documentId, dryRun: true });
  const { jobId, at } = job;
  await createJob(started.table, job, "running");
  const document = { documentId, conferenceId, kind: "import", owner: { jobId }, at } as const;
  await createPendingDocument(started.table, { ...document, status: { state: "awaited" } });
  await recordScanResult(started.table, documentId, { state: "checked", fileType: "application/json", size: 10 });
  const value = { path: "category", value: "Hidden", rows: 1 };
  const summary = { headings: [], missing: [], unmatchedValues: [value], hasMoreValues: false };
  await saveSheetSummary(started.table, { jobId, at, request: { documentId } }, summary, Date.now() + 5_000);
  await saveJobRows(started.table, jobId, 0, [{ row: 2, outcome: "seated", registrationId: secretId }], Date.now());
  await acquireJob(started.table, jobId, "run", Date.now());
  const cellErrors = [{ row: 1, column: "Hidden", path: "", rule: "noHeadings" }];
  await completeJob(started.table, jobId, { state: "failed", failure: { code: "sheet-columns", cellErrors } }, "run");
  const read = async (caller: Caller) => {
    const failed = (await ask("getJob", jobId, caller)).body.problem;
    const asked = [
      await ask("listJobRows", jobId, caller),
      await ask("getSheetMapping", jobId, caller),
      await ask("openDocument", documentId, caller),
    ];
    return [failed.code, failed.errors?.length ?? 0, ...asked.map(({ status, body }) => body.code ?? status)];
  };
  const shown = ["sheet-columns", 1, 200, 200, 200];
  expect(await read(other)).toEqual(shown);
  await protect(secretId);
  expect(await read(other)).toEqual(["sheet-columns", 0, "name-protected", "name-protected", "name-protected"]);
  expect(await read(reader)).toEqual(shown);
});

/** Ends the run of an import that has found a person registered. */
async function completeImport(jobId: string): Promise<void> {
  const row = { row: 2, outcome: "imported-before", registrationId: secretId };
  await saveJobRows(started.table, jobId, 0, [row], Date.now());
  await acquireJob(started.table, jobId, "run", Date.now() + 60_000);
  await completeJob(started.table, jobId, { state: "done", result: { "imported-before": 1 } }, "run");
}

const choices = { columns: {}, values: {}, sendMails: false, approve: false };

test("the rows, counts and sheet of an import are for its last requester while another may not read a protected person", async () => {
  await protect(secretId);
  const documentId = createId();
  const job = newJob("import", { what: "registrations", documentId, dryRun: true });
  const { jobId, at } = job;
  await createJob(started.table, { ...job, listedFor: allStaff }, "running");
  const document = { documentId, conferenceId, kind: "import", owner: { jobId }, at } as const;
  await createPendingDocument(started.table, { ...document, status: { state: "awaited" } });
  await completeImport(jobId);
  const read = async (caller: Caller) => {
    const asked = [await ask("listJobRows", jobId, caller), await ask("getSheetMapping", jobId, caller)];
    asked.push(await ask("getSheetRemarks", jobId, caller));
    const { result } = (await ask("getJob", jobId, caller)).body;
    return [result?.["imported-before"], ...asked.map(({ status, body }) => body.code ?? status)];
  };
  const colleague = { ...other, id: "colleague", email: "colleague@example.org" } as const;
  const [shown, hidden] = [
    // The sheet was never uploaded.
    [1, 200, 200, "not-found"],
    [undefined, "name-protected", "name-protected", "name-protected"],
  ];
  expect([await read(other), await read(reader), await read(colleague)]).toEqual([shown, shown, hidden]);
  expect((await ask("putSheetMapping", jobId, reader, choices)).status).toBe(202);
  await completeImport(jobId);
  expect([await read(other), await read(reader)]).toEqual([hidden, shown]);
  for (const operation of ["putSheetMapping", "importSheet"] as const)
    expect((await ask(operation, jobId, other, choices)).body.code).toBe("name-protected");
  expect((await ask("importSheet", jobId, reader)).status).toBe(202);
  await completeImport(jobId);
  expect([await read(other), await read(reader)]).toEqual([hidden, shown]);
  // The list says that there was an import, and its number of new registrations only to those who see the rows.
  const list = async (caller: Caller) => {
    const { items } = (await ask("listImports", conferenceId, caller)).body;
    return items.map((item: { jobId: string; made?: number }) => [item.jobId, item.made]);
  };
  expect([await list(other), await list(reader)]).toEqual([[[jobId, undefined]], [[jobId, 0]]]);
  const readCanUndo = async (caller: Caller) => (await ask("getJob", jobId, caller)).body.canUndo;
  expect([await readCanUndo(other), await readCanUndo(reader)]).toEqual([undefined, true]);
  expect((await ask("undoImport", jobId, other)).body.code).toBe("name-protected");
  expect((await ask("undoImport", jobId, reader)).status).toBe(202);
  await completeImport(jobId);
  expect([await read(other), await read(reader)]).toEqual([hidden, shown]);
  await handlers.call("unprotectRegistration", secretId, {});
  expect([await read(other), await read(colleague)]).toEqual([shown, shown]);
});

test("the identifiers of imported people follow from a secret of the import, not from its job", async () => {
  const sheet = { what: "registrations", contentType: "text/csv", size: 10, dryRun: true };
  const { jobId } = (await ask("startImport", conferenceId, other, sheet)).body;
  const job = (await loadJob(started.table, jobId)) as ImportContext["job"];
  expect(job.request.seed).toMatch(idPattern);
  expect(JSON.stringify(await ask("getJob", jobId, other))).not.toContain(job.request.seed);
  const context = { job } as ImportContext;
  expect(deriveRowRegistrationId(context, 2)).not.toBe(deriveId("import-row", jobId, "2"));
  expect(deriveRowRegistrationId(context, 2)).toBe(deriveRowRegistrationId(context, 2));
});
