import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DocumentsBucket, readCheckedFile } from "#shared/documents/bucket.ts";
import { findDocument } from "#shared/documents/documents.repository.ts";
import {
  addRowCounts,
  emptyRowCounts,
  getSheetPart,
  type ImportCursor,
  type ImportRequest,
} from "#shared/imports/import.rules.ts";
import { loadMappingMemory } from "#shared/imports/mapping-memory.repository.ts";
import { deleteSheetItem, findSheet, saveSheetSummary } from "#shared/imports/sheet.repository.ts";
import { parseSheetRows, type SheetRows } from "#shared/imports/sheet-rows.contract.ts";
import { saveJobRows } from "#shared/jobs/jobs.repository.ts";
import type { JobChunk, JobChunkRunner } from "#shared/jobs/run-job.ts";
import { JobFailedError, type JobProgress } from "#shared/model/job.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { log } from "#shared/runtime/lambda.ts";
import { createDryRun } from "./dry-run.ts";
import { buildPersonConstraintKey, type ImportContext, loadImportContext } from "./import-context.ts";
import { createRowImporter } from "./import-rows.ts";
import { readSheetPeople, type SheetPerson } from "./sheet-people.ts";
import { undoImport } from "./undo-import.ts";

/**
 * Imports the rows of a sheet, once its headings are mapped, in order, part by part, and stores the outcome of each
 * row. A dry run is one chunk, because its expected outcomes depend on all rows before.
 */
export const runImport =
  (
    store: CommandStore,
    documents: DocumentsBucket,
    digestPassport: PassportDigester,
  ): JobChunkRunner<ImportRequest, ImportCursor> =>
  async (job, chunk) => {
    const { jobId, request } = job;
    const context = await loadImportContext(store, digestPassport, job);
    if (request.undo) return undoImport(context, chunk);
    const people = await readPeople(context, await readSheetFile(store, documents, job));
    if (!people) return "needs-mapping";
    await recordDryRun(store, job);
    const processRows = request.dryRun ? await createDryRun(context) : createRowImporter(context);
    let cursor = getFirstCursor(job);
    for (const [part, rows] of Map.groupBy(people, ({ row }) => getSheetPart(row))) {
      if (part < cursor.part) continue;
      if (!request.dryRun && Date.now() > chunk.until) return undefined;
      const outcomes = await processRows(rows);
      await saveJobRows(store, jobId, part, outcomes, Date.now());
      cursor = { part: part + 1, counts: addRowCounts(cursor.counts, outcomes) };
      const done = people.filter(({ row }) => getSheetPart(row) <= part).length;
      await reportProgress(job, chunk, { done, total: people.length, cursor });
    }
    log("import.completed", { jobId, dryRun: request.dryRun, rows: people.length, ...cursor.counts });
    return { ...cursor.counts };
  };

/** Records a dry run in the access log of the sheet, because it says of each row whether the person is registered. */
async function recordDryRun(
  store: CommandStore,
  { request: { dryRun, documentId, requestedBy } }: ImportContext["job"],
) {
  if (!dryRun) return;
  await recordAccess(store, { documentId }, { at: new Date().toISOString(), by: requestedBy.id, reason: "dry-run" });
}

/** A part that an earlier attempt has completed is no progress, so that a dry run that always breaks later on fails. */
const reportProgress = (
  { cursor }: ImportContext["job"],
  { saveProgress, extendLease }: JobChunk<ImportCursor>,
  progress: JobProgress<ImportCursor>,
): Promise<void> => (progress.cursor.part <= (cursor?.part ?? 0) ? extendLease() : saveProgress(progress));

/** A dry run starts with the first row, because it depends on all rows before. */
const getFirstCursor = ({ request, cursor }: ImportContext["job"]): ImportCursor =>
  (request.dryRun ? undefined : cursor) ?? { part: 0, counts: emptyRowCounts };

/** The time-out of the write of what a run has found in a sheet, in ms. */
const summaryTimeoutMs = 5_000;

/** The people of the sheet; `undefined` if an officer must map its headings first. */
async function readPeople(context: ImportContext, sheet: SheetRows): Promise<readonly SheetPerson[] | undefined> {
  const { store, job, conference } = context;
  const { people, summary, isMapped } = readSheetPeople(sheet, {
    request: job.request,
    conference,
    questions: (await loadQuestions(store, conference)).items,
    mapping: (await findSheet(store, job.jobId)).mapping,
    memory: await loadMappingMemory(store, job.conferenceId),
    year: Number(job.at.slice(0, 4)),
    identify: (body) => buildPersonConstraintKey(context, body).PK,
  });
  if (!(await saveSheetSummary(store, job, summary, Date.now() + summaryTimeoutMs)))
    throw new JobFailedError("sheet-erased");
  return isMapped ? people : undefined;
}

/** @throws JobFailedError `sheet-erased`. Then nothing that was read in the sheet is kept. */
async function readSheetFile(
  store: CommandStore,
  documents: DocumentsBucket,
  { jobId, request: { documentId } }: ImportContext["job"],
): Promise<SheetRows> {
  if (!(await findDocument(store, documentId))) {
    await deleteSheetItem(store, jobId);
    throw new JobFailedError("sheet-erased");
  }
  return parseSheetRows(await readCheckedFile(documents, documentId));
}
