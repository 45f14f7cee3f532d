import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ImportCursor, ImportRequest } from "#shared/imports/import.rules.ts";
import type { createJobHandler } from "#shared/jobs/run-job.ts";
import type { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import type { toCommandStore } from "#shared/wiring/derived-writes.ts";
import type { runImport } from "../../functions/import-worker/run-import.ts";
import { openTestDocuments } from "../../test/support/s3.ts";
import { buildForm, createHandlers, openTable } from "../support/handlers.ts";
import { runOpenLoop, type SteadyReport } from "../support/load.ts";
import { serveTasks } from "../support/worker.ts";

interface ImportOrder {
  /** The folder of the source code that imports. */
  readonly source: string;
  readonly endpoint: string;
  readonly bucket: string;
  readonly jobId: string;
}

/** The modules of an import, from some commit's source code. */
type ImportModules = {
  readonly createJobHandler: typeof createJobHandler;
  readonly runImport: typeof runImport;
  readonly skipPassportDigest: typeof skipPassportDigest;
  readonly toCommandStore: typeof toCommandStore;
};

async function loadModules(source: string): Promise<ImportModules> {
  const files = [
    "shared/jobs/run-job.ts",
    "functions/import-worker/run-import.ts",
    "shared/registrations/passport-digest.ts",
    "shared/wiring/derived-writes.ts",
  ];
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(source, file)).href)));
  return Object.assign({}, ...modules) as ImportModules;
}

/** Runs the job's chunks until no chunk is left. @returns how long they took, in s */
async function importSheet({ source, endpoint, bucket, jobId }: ImportOrder): Promise<number> {
  const { createJobHandler, runImport, skipPassportDigest, toCommandStore } = await loadModules(source);
  const table = toCommandStore(openTable(endpoint, 16));
  const run = runImport(table, openTestDocuments(bucket), skipPassportDigest);
  let isDone = false;
  const handler = createJobHandler<ImportRequest, ImportCursor>(table, "import", async (job, chunk) => {
    const result = await run(job, chunk);
    isDone = result !== undefined;
    return result;
  });
  const event = { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }] };
  const began = performance.now();
  while (!isDone) {
    const { batchItemFailures } = await handler(event, { getRemainingTimeInMillis: () => 60_000 });
    if (batchItemFailures.length > 0) throw new Error("a part of the import failed");
  }
  return (performance.now() - began) / 1_000;
}

interface SubmissionOrder {
  readonly endpoint: string;
  readonly conferenceId: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Submits forms of new people at a steady rate. @throws Error if one is refused */
async function submitSteadily({ endpoint, conferenceId, perSecond, seconds }: SubmissionOrder): Promise<SteadyReport> {
  const { submit } = createHandlers(openTable(endpoint, 64));
  return runOpenLoop(perSecond, seconds, async (index) => {
    const { status } = await submit(conferenceId, buildForm(`beside-${index}`));
    if (status !== 201) throw new Error(`a submission was answered ${status}`);
  });
}

const tasks = { importSheet, submitSteadily };
export type ImportTasks = typeof tasks;

serveTasks(tasks);
