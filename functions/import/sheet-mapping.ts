import { asStaff, type Caller } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { writeTransaction } from "#shared/dynamodb/table.ts";
import { assertJobNotWithheld, loadAccessibleJob } from "#shared/http/load-job.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { createCellReaders, type SheetConference } from "#shared/imports/cell-readers.ts";
import { listSheetColumns, type SheetColumn } from "#shared/imports/contract.ts";
import { matchColumns } from "#shared/imports/headings.ts";
import {
  type CorrectionChanges,
  getImportStep,
  getImportVersion,
  type ImportCursor,
  type ImportKind,
  type ImportRequest,
  maxCorrectionsLength,
  mergeCorrections,
  type SheetMapping,
} from "#shared/imports/import.rules.ts";
import { updateMappingMemory } from "#shared/imports/mapping-memory.repository.ts";
import { rememberMapping } from "#shared/imports/mapping-memory.rules.ts";
import { deriveMappingWrites, findSheet, type StoredSheet } from "#shared/imports/sheet.repository.ts";
import { writeJobRestart } from "#shared/jobs/jobs.repository.ts";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
import type { Job } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";

/**
 * Loads an import that the caller could have started, and whose sheet they may read. Who may not would learn of its cells by
 * mapping them.
 * @throws DomainError `not-found`, also for a job of another kind; `not-allowed`; `name-protected`
 */
export async function loadImportJob(table: Table, jobId: string, caller: Caller) {
  const { job, conference } = await loadAccessibleJob(table, jobId, caller);
  if (job.kind !== "import") throw new DomainError("not-found");
  await assertJobNotWithheld(table, job, caller);
  return { job: job as Job<ImportRequest, ImportCursor>, conference };
}

/** The headings and values of a sheet, and what they are mapped to. */
export const getSheetMapping =
  (table: Table): ApiHandler<"getSheetMapping"> =>
  async ({ params: { jobId }, caller }) => {
    const { job, conference } = await loadImportJob(table, jobId, caller);
    const { what, encoding, sendMails = false, approve = false } = job.request;
    const { mapping, summary } = await findSheet(table, jobId);
    const { items: questions } = await loadQuestions(table, conference);
    const headings = summary?.headings ?? [];
    return {
      jobId,
      step: getImportStep(job),
      columns: Object.fromEntries(
        headings.flatMap(({ header, path }) => (path === undefined ? [] : [[header, path] as const])),
      ),
      unmatchedColumns: headings.flatMap(({ header, path }) => (header === "" || path !== undefined ? [] : [header])),
      proposals: Object.fromEntries(
        headings.flatMap(({ header, proposal }) => (proposal ? [[header, { ...proposal }] as const] : [])),
      ),
      ...((encoding ?? summary?.encoding) && { encoding: encoding ?? summary?.encoding }),
      missing: [...(summary?.missing ?? [])],
      fields: listSheetColumns(what, questions).map(({ path }) => path),
      values: copyValues(mapping?.values ?? {}),
      unmatchedValues: (summary?.unmatchedValues ?? []).map((value) => ({ ...value })),
      hasMoreValues: summary?.hasMoreValues ?? false,
      sendMails,
      approve,
    };
  };

const copyValues = (values: SheetMapping["values"]): Record<string, Record<string, string | null>> =>
  Object.fromEntries(Object.entries(values).map(([path, cells]) => [path, { ...cells }]));

/** @throws DomainError `changed-meanwhile` unless the job has the version; `wrong-state` unless it waits or is checked */
function assertCanMap(job: Job<ImportRequest, ImportCursor>, version: number | undefined): void {
  if (version !== undefined && version !== getImportVersion(job.request)) throw new DomainError("changed-meanwhile");
  const { state } = job.status;
  if (state === "running" || state === "failed" || ["imported", "undone"].includes(getImportStep(job)))
    throw new DomainError("wrong-state");
}

/** Stores the officer's mapping and corrections, and runs the import again from its first row. */
export const putSheetMapping =
  (table: Table): ApiHandler<"putSheetMapping"> =>
  async ({ params: { jobId }, body, caller, now, deadline, version: readVersion }) => {
    const { job, conference } = await loadImportJob(table, jobId, caller);
    const requestedBy = asStaff(caller);
    assertCanMap(job, readVersion);
    // Another change of the mapping after the job was read refuses the transaction.
    const stored = await findSheet(table, jobId);
    const mapping = changeMapping(stored.mapping, body);
    const { items: questions } = await loadQuestions(table, conference);
    const sheet = { what: job.request.what, questions };
    const errors = [
      ...(body.columns ? findColumnErrors(sheet, mapping, stored) : []),
      ...findValueErrors(conference, sheet, { values: toTexts(body.values ?? {}) }),
      ...findCorrectionErrors(body.cells ?? {}, mapping, stored),
    ];
    if (errors.length > 0) throw new DomainError("invalid-request", errors);
    const { isChecked: _isChecked, ...earlier } = job.request;
    const version = getImportVersion(earlier) + 1;
    const { sendMails = earlier.sendMails ?? false, approve = earlier.approve ?? false } = body;
    const request: ImportRequest = { ...earlier, sendMails, approve, version, requestedBy };
    const at = Date.parse(now);
    const writes = [writeJobRestart(table, job, request, at), ...deriveMappingWrites(table, job, mapping)];
    const refused = await writeTransaction(table, writes, deadline);
    if (refused) throw new DomainError(refused.failed);
    await remember(table, job, sheet, { columns: body.columns ?? {}, values: toTexts(body.values ?? {}) }, stored);
    return { jobId };
  };

/** Remembers what an officer has mapped, for the next sheets of the conference. */
async function remember(
  table: Table,
  { conferenceId }: Pick<Job, "conferenceId">,
  { what, questions }: SheetContent,
  { columns, values }: SheetMapping,
  { summary }: StoredSheet,
): Promise<void> {
  const headers = summary?.headings.map(({ header }) => header) ?? [];
  // In a sheet without headings, the first row is a person.
  const isPerson = headers.some((header) => header.includes("@"));
  const unmatched = matchColumns(what, headers, { columns: {} }, questions).headings.filter(
    ({ header, path }) => path === undefined && Object.hasOwn(columns, header) && !isPerson,
  );
  const chosen = Object.fromEntries(unmatched.map(({ header }) => [header, columns[header] ?? null]));
  const vocabularies = new Set(
    listSheetColumns(what, questions).flatMap((column) => (isVocabulary(column) ? [column.path] : [])),
  );
  const mapped = (summary?.unmatchedValues ?? []).flatMap(({ path, value: cell, rows }) => {
    const value = values[path] && Object.hasOwn(values[path], cell) ? values[path][cell] : undefined;
    return value === undefined || !vocabularies.has(path) ? [] : [{ path, cell, value, rows }];
  });
  if (unmatched.length + mapped.length === 0) return;
  await updateMappingMemory(table, conferenceId, (memory) => rememberMapping(memory, chosen, mapped));
}

/** The fields whose values the conference or Palais lists, besides those that the column says. */
const listedPaths: ReadonlySet<string> = new Set(["category", "role", "language"]);

/** Whether the values of a column are from a list, so that its cells are words and say nothing of a person. */
const isVocabulary = ({ path, kind, values, options, format, isSensitive }: SheetColumn): boolean =>
  !isSensitive &&
  (listedPaths.has(path) || kind !== "text" || values !== undefined || options !== undefined || format === "country");

/** The mapping after a request. What the request does not name stays as it is. */
function changeMapping(
  before: SheetMapping | undefined,
  { columns, values, cells }: ApiRequest<"putSheetMapping">["body"],
): SheetMapping {
  const corrections = mergeCorrections(before?.cells ?? {}, cells ?? {});
  return {
    columns: columns ?? before?.columns ?? {},
    values: values ? toTexts(values) : (before?.values ?? {}),
    ...(Object.keys(corrections).length > 0 && { cells: corrections }),
  };
}

/** The errors of corrections: in a row or column that the sheet does not have, and if there are too many. */
function findCorrectionErrors(
  changes: CorrectionChanges,
  { cells }: SheetMapping,
  { summary }: StoredSheet,
): FieldError[] {
  const headers = new Set(summary?.headings.map(({ header }) => header));
  const errors = Object.entries(changes).flatMap(([row, changed]): FieldError[] => {
    if (Number(row) < 2 || Number(row) > (summary?.lastRow ?? 0)) return [{ path: `cells.${row}`, rule: "unknownRow" }];
    return Object.keys(changed)
      .filter((header) => header === "" || !headers.has(header))
      .map((header) => ({ path: `cells.${row}.${header}`, rule: "unknownColumn" }));
  });
  const isTooLong = errors.length === 0 && cells && JSON.stringify(cells).length > maxCorrectionsLength;
  return isTooLong ? [{ path: "cells", rule: "tooManyCorrections" }] : errors;
}

/**
 * Imports the rows of a sheet whose dry run is complete, with the mapping and the choices that the caller has read. A
 * repeated request has no effect.
 */
export const importSheet =
  (table: Table): ApiHandler<"importSheet"> =>
  async ({ params: { jobId }, caller, now, deadline, version }) => {
    const { job } = await loadImportJob(table, jobId, caller);
    const requestedBy = asStaff(caller);
    if (version !== undefined && version !== getImportVersion(job.request)) throw new DomainError("changed-meanwhile");
    const isStarted = !job.request.dryRun && job.status.state !== "waiting" && job.status.state !== "failed";
    if (isStarted) return { jobId };
    if (job.status.state !== "done") throw new DomainError("wrong-state");
    const request: ImportRequest = { ...job.request, dryRun: false, isChecked: true, requestedBy };
    const refused = await writeTransaction(table, [writeJobRestart(table, job, request, Date.parse(now))], deadline);
    if (refused) throw new DomainError(refused.failed);
    return { jobId };
  };

/** What the columns of a sheet can be. */
interface SheetContent {
  readonly what: ImportKind;
  /** Those of the conference. */
  readonly questions: readonly Question[];
}

/** The values as the sheet would have them. */
const toTexts = (
  values: Readonly<Record<string, Readonly<Record<string, string | boolean | null>>>>,
): SheetMapping["values"] =>
  Object.fromEntries(
    Object.entries(values).map(([path, cells]) => [
      path,
      Object.fromEntries(Object.entries(cells).map(([cell, value]) => [cell, value === null ? null : String(value)])),
    ]),
  );

/** The errors of the headings: against the sheet, once a run has read it. */
function findColumnErrors(
  { what, questions }: SheetContent,
  { columns }: SheetMapping,
  { summary }: StoredSheet,
): FieldError[] {
  const paths = new Set(listSheetColumns(what, questions).map(({ path }) => path));
  const headers = summary?.headings.map(({ header }) => header);
  const entries = Object.entries(columns);
  const errors = entries.flatMap(([header, path], index): FieldError[] => {
    const at = `columns.${header}`;
    if (headers && !headers.includes(header)) return [{ path: at, rule: "unknownColumn" }];
    if (path === null) return [];
    if (!paths.has(path)) return [{ path: at, rule: "unknownField" }];
    const isRepeated = entries.findIndex(([, other]) => other === path) < index;
    return isRepeated ? [{ path: at, rule: "duplicateColumn" }] : [];
  });
  if (errors.length > 0 || !headers) return errors;
  return matchColumns(what, headers, { columns }, questions).errors.map(({ column, path, rule }) => ({
    path: column === undefined ? "columns" : `columns.${column}`,
    rule,
    ...(rule === "missingColumn" && { path: `columns.${path}` }),
  }));
}

/** The errors of the values: of an unknown field, or that are none of the field. */
function findValueErrors(
  conference: SheetConference,
  { what, questions }: SheetContent,
  { values }: Pick<SheetMapping, "values">,
): FieldError[] {
  const getReader = createCellReaders(conference);
  const columns = new Map(listSheetColumns(what, questions).map((column) => [column.path, column]));
  return Object.entries(values).flatMap(([path, cells]): FieldError[] => {
    const column = columns.get(path);
    if (!column) return [{ path: `values.${path}`, rule: "unknownField" }];
    return Object.entries(cells)
      .filter(([, value]) => value !== null && getReader(column)(value).isUnmatched)
      .map(([cell]) => ({ path: `values.${path}.${cell}`, rule: "notOneOf" }));
  });
}
