import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DocumentsBucket, readCheckedFile } from "#shared/documents/bucket.ts";
import { findDocument } from "#shared/documents/documents.repository.ts";
import { addRowCounts, emptyRowCounts, type ImportRequest, rowsPerPart } from "#shared/imports/import.rules.ts";
import { saveJobRows } from "#shared/jobs/jobs.repository.ts";
import type { JobChunkRunner } from "#shared/jobs/run-job.ts";
import { JobFailedError } from "#shared/model/job.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { log } from "#shared/runtime/lambda.ts";
import { createDryRun } from "./dry-run.ts";
import { buildPersonConstraintKey, type ImportCursor, loadImportContext } from "./import-context.ts";
import { createRowImporter } from "./import-row.ts";
import { readSheetPeople } from "./sheet-people.ts";

/**
 * Imports the rows of a sheet in order, part by part, and stores the outcome of each row. A dry run is one chunk, because
 * its expected outcomes depend on all rows before.
 */
export const runImport =
  (
    store: CommandStore,
    documents: DocumentsBucket,
    digestPassport: PassportDigester,
  ): JobChunkRunner<ImportRequest, ImportCursor> =>
  async (job, { until, saveProgress }) => {
    const { jobId, request } = job;
    const context = await loadImportContext(store, digestPassport, job);
    const bytes = await readSheetFile(store, documents, request.documentId);
    const people = await readSheetPeople(bytes, request, (body) => buildPersonConstraintKey(context, body).PK);
    const processRows = request.dryRun ? await createDryRun(context) : createRowImporter(context);
    let cursor: ImportCursor = (request.dryRun ? undefined : job.cursor) ?? { part: 0, counts: emptyRowCounts };
    for (const [part, rows] of Map.groupBy(people, ({ row }) => getPart(row))) {
      if (part < cursor.part) continue;
      if (!request.dryRun && Date.now() > until) return undefined;
      const outcomes = await processRows(rows);
      await saveJobRows(store, jobId, part, outcomes, Date.now());
      cursor = { part: part + 1, counts: addRowCounts(cursor.counts, outcomes) };
      const done = people.filter(({ row }) => getPart(row) <= part).length;
      await saveProgress({ done, total: people.length, cursor });
    }
    log("import.completed", { jobId, dryRun: request.dryRun, rows: people.length, ...cursor.counts });
    return { ...cursor.counts };
  };

/** @throws JobFailedError `sheet-erased` */
async function readSheetFile(store: CommandStore, documents: DocumentsBucket, documentId: string): Promise<Uint8Array> {
  if (!(await findDocument(store, documentId))) throw new JobFailedError("sheet-erased");
  return readCheckedFile(documents, documentId);
}

const getPart = (row: number) => Math.floor(row / rowsPerPart);
