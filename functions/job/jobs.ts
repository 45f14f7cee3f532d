import type { BadgeRow } from "#shared/badges/badge-batch.rules.ts";
import type { MemberRow } from "#shared/delegations/member-job.rules.ts";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { hasMadeFile, listExportFileIds, presignMadeFile } from "#shared/documents/made-files.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { assertJobNotWithheld, isJobWithheld, isRequestedBy, loadAccessibleJob } from "#shared/http/load-job.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { fileMessages, formatFieldError, problemMessages } from "#shared/i18n/messages.ts";
import {
  canUndoImport,
  countCompletedParts,
  getImportStep,
  getImportVersion,
  hasRemark,
  type ImportedRow,
  type ImportRequest,
  rowsPerPart,
} from "#shared/imports/import.rules.ts";
import { loadSheetView, toShownRow } from "#shared/imports/sheet-view.ts";
import { iterateJobRows } from "#shared/jobs/jobs.repository.ts";
import type { Language } from "#shared/model/conference.ts";
import { type FileRejectionReason, fileRejectionReasons } from "#shared/model/document.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { CellError, Job, JobFailure, JobFailureCode, JobKind, JobResult } from "#shared/model/job.ts";
import { type ExportRequest, exportMediaTypes } from "#shared/model/job.ts";
import type { VisaLetterRow } from "#shared/visa-letters/visa-letter-job.rules.ts";

/**
 * The progress and the result of a job; without what may name a person whom the caller may not read. Its file is for
 * the account that requested it alone, because the access logs of the people in it name that account.
 */
export const getJob =
  (table: Table, documents: DocumentsBucket): ApiHandler<"getJob"> =>
  async ({ params, caller, language, now }) => {
    const { job } = await loadAccessibleJob(table, params.jobId, caller);
    const isWithheld = await isJobWithheld(table, job.conferenceId, job, caller);
    const isFileShown = !isWithheld && isRequestedBy(job, caller);
    const { jobId, conferenceId, kind, status, done, total } = job;
    return {
      jobId,
      conferenceId,
      kind,
      state: status.state,
      done,
      total,
      ...(kind === "import" && toImportFields(job as Job<ImportRequest>, isWithheld)),
      ...(status.state === "waiting" && status.waitsForMapping && { needsMapping: true }),
      // The outcomes of an import count who is registered, those of visa letters who has one, those of a move who is a member.
      ...(status.state === "done" && !(countsPeople(kind) && isWithheld) && { result: status.result }),
      ...(status.state === "done" && isFileShown && (await presignJobFile(documents, job, status.result, now))),
      ...(status.state === "failed" && { problem: toJobProblem(kind, status.failure, language, isWithheld) }),
    };
  };

const countsPeople = (kind: JobKind): boolean => kind === "import" || kind === "visa-letters" || kind === "members";

const toImportFields = (job: Job<ImportRequest>, isWithheld: boolean) => ({
  step: getImportStep(job),
  version: getImportVersion(job.request),
  ...(canUndoImport(job) && getImportStep(job) !== "undone" && !isWithheld && { canUndo: true }),
});

/** How long the URL of a file is valid at most, in seconds. */
const fileUrlTtlSeconds = 900;

/** The URL of the file that a job made, until the bucket or an erasure deletes the file. */
async function presignJobFile(documents: DocumentsBucket, job: Job, { until }: JobResult, now: string) {
  const { conferenceId } = job;
  if (typeof until !== "string" || until <= now) return {};
  const { ids, ...file } = toJobFile(job);
  const found = await Promise.all(ids.map((id) => hasMadeFile(documents, conferenceId, id)));
  const id = ids[found.indexOf(true)];
  if (id === undefined) return {};
  const seconds = Math.ceil(Math.min(fileUrlTtlSeconds, (Date.parse(until) - Date.parse(now)) / 1_000));
  const url = await presignMadeFile(documents, conferenceId, id, { ...file, seconds });
  return { file: { url, expiresAt: new Date(Date.parse(now) + seconds * 1_000).toISOString() } };
}

/** The identifiers that a job's file may have, its media type and its name. */
function toJobFile({ kind, conferenceId, jobId, request }: Job) {
  if (kind !== "export") return { ids: [jobId], type: "application/pdf", name: "badges.pdf" };
  const { what, format } = request as ExportRequest;
  return { ids: listExportFileIds(jobId), type: exportMediaTypes[format], name: `${what}-${conferenceId}.${format}` };
}

const isFileRejection = (code: JobFailureCode): code is FileRejectionReason =>
  fileRejectionReasons.some((each) => each === code);

function getFailureTitleKey(kind: JobKind, code: JobFailureCode) {
  if (isFileRejection(code)) return `file.${code}` as const;
  return kind === "export" && code === "attempts-exhausted" ? "job.export-failed" : (`job.${code}` as const);
}

const toJobProblem = (kind: JobKind, { code, cellErrors }: JobFailure, language: Language, isWithheld: boolean) => ({
  code,
  title: fileMessages.translate(language, getFailureTitleKey(kind, code)),
  ...(cellErrors && !isWithheld && { errors: cellErrors.map((error) => toCellProblem(error, language)) }),
});

const toCellProblem = (error: CellError, language: Language) => ({
  row: error.row,
  ...(error.column !== undefined && { column: error.column }),
  path: error.path,
  message: formatFieldError(language, error),
});

/** A row of a sheet, a badge that a batch left out, a person and their visa letter, or a member of a delegation. */
type JobRow =
  | ImportedRow
  | ((BadgeRow | VisaLetterRow | MemberRow) & {
      readonly waitingFor?: never;
      readonly version?: never;
      readonly kept?: never;
      readonly cellErrors?: readonly CellError[];
    });

/** The outcomes of the rows, in the order of the sheet, with their cells; filtered if requested. */
export const listJobRows =
  (table: Table, documents: DocumentsBucket): ApiHandler<"listJobRows"> =>
  async ({ params: { jobId }, query, caller, language }) => {
    const { job, conference } = await loadAccessibleJob(table, jobId, caller);
    await assertJobNotWithheld(table, job, caller);
    const after = parseRowCursor(decodeCursor(query.cursor));
    const rows = await readRowsAfter(table, job, after, query);
    const sheet =
      job.kind === "import" ? await loadSheetView(table, documents, job as Job<ImportRequest>, conference) : undefined;
    const page = fitIntoAnswer(
      rows
        .slice(0, toLimit(query))
        .map((row) => ({ ...toJobRowView(row, language), ...(sheet && toShownRow(sheet, row.row)) })),
    );
    const last = rows.length > page.length ? page.at(-1) : undefined;
    return { items: page, next: encodeCursor(last ? String(last.row) : null) };
  };

type RowsQuery = ApiRequest<"listJobRows">["query"];

const toLimit = ({ limit }: RowsQuery): number => Number(limit ?? 50);

/** The rows that the query asks for, after one; one more than the page has room for, if there are more. */
async function readRowsAfter(table: Table, job: Job, after: number, query: RowsQuery): Promise<JobRow[]> {
  const first = Math.floor(after / rowsPerPart);
  const rows: JobRow[] = [];
  for await (const row of iterateJobRows<JobRow>(table, job.jobId, first, countCompletedParts(job))) {
    if (row.row <= after || (query.outcome && row.outcome !== query.outcome)) continue;
    if (query.remarks && !hasRemark(row)) continue;
    if (rows.push(row) > toLimit(query)) break;
  }
  return rows;
}

/** The most that the rows of a page take, in UTF-16 units of their JSON. An answer has at most 6 MB. */
const maxPageLength = 1_000_000;

/** The first rows of a page that an answer has room for: one at least. */
function fitIntoAnswer<Row>(rows: readonly Row[]): Row[] {
  let length = 0;
  const end = rows.findIndex((row, index) => {
    length += JSON.stringify(row).length;
    return index > 0 && length > maxPageLength;
  });
  return rows.slice(0, end < 0 ? rows.length : end);
}

/** @throws DomainError `bad-cursor` */
function parseRowCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,7}$/.test(cursor)) throw new DomainError("bad-cursor");
  return Number(cursor);
}

const toJobRowView = ({ errorCode, cellErrors, waitingFor, version: _, ...row }: JobRow, language: Language) => ({
  ...row,
  ...(waitingFor && { waitingFor: [...waitingFor] }),
  ...(errorCode && {
    problem: { code: errorCode, title: problemMessages.translate(language, `problem.${errorCode}.title`) },
  }),
  ...(cellErrors && { errors: cellErrors.map((error) => toCellProblem(error, language)) }),
});
