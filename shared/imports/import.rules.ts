import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import type { CellError, Job, JobRequester } from "#shared/model/job.ts";
import type { PoolName } from "#shared/model/seat.ts";

/** The content of a sheet. */
export const importKinds = ["registrations", "nominations"] as const;
export type ImportKind = (typeof importKinds)[number];

/** The request of an import job. */
export interface ImportRequest {
  readonly what: ImportKind;
  /** The delegation of nominations. */
  readonly delegationId?: string;
  readonly documentId: string;
  /** Whether to report the expected outcomes without changing anything. */
  readonly dryRun: boolean;
  /** Whether to reopen people who were imported before and have withdrawn since. */
  readonly reopen?: boolean;
  /** Whether the people and their focal points are e-mailed. Without it, the addresses count as confirmed. */
  readonly sendMails?: boolean;
  /** Whether each row is approved as it is imported. */
  readonly approve?: boolean;
  /** How often the mapping and the choices have been set; absent for those of the upload, which are the first. */
  readonly version?: number;
  /** Whether a dry run has preceded this import of the same sheet. */
  readonly isChecked?: boolean;
  /** Set once the import is to be undone. `parts`: how many parts an import that failed had stored; absent for one that did not. */
  readonly undo?: { readonly parts?: number };
  /** The encoding from which the client has converted the sheet. */
  readonly encoding?: string;
  /** The secret that the identifiers of the rows' registrations follow from; absent for imports of earlier versions. */
  readonly seed?: string;
  /** The requester, whose rights are checked for each row. */
  readonly requestedBy: JobRequester;
}

/** The steps of an import, each after what has been done. */
export const importSteps = ["uploaded", "mapped", "checked", "imported", "undone"] as const;
export type ImportStep = (typeof importSteps)[number];

/** The last step that an import has completed. The total of rows is known once the headings are matched. */
export function getImportStep({
  status: { state },
  request: { dryRun, isChecked, undo },
  total,
}: Pick<Job<ImportRequest>, "status" | "request" | "total">): ImportStep {
  if (undo) return state === "done" ? "undone" : "imported";
  if (state === "done") return dryRun ? "checked" : "imported";
  if (isChecked) return "checked";
  return total > 0 ? "mapped" : "uploaded";
}

/** Whether an import has changed anything that can be undone: it is complete, or has failed on the way. */
export const canUndoImport = ({
  status: { state },
  request: { dryRun },
}: Pick<Job<ImportRequest>, "status" | "request">) => !dryRun && (state === "done" || state === "failed");

/**
 * The number of parts that an import without a result has completed. Those after them are still of its dry run; `undefined`
 * if there are none after them.
 */
export function countCompletedParts({ kind, status, cursor, request }: Job): number | undefined {
  const { undo } = request as Partial<ImportRequest>;
  // An undo has stored what became of the part that a failed import had begun.
  if (undo) return undo.parts === undefined ? undefined : undo.parts + Number(status.state === "done");
  if (kind !== "import" || status.state === "done") return undefined;
  return (cursor as ImportCursor | undefined)?.part ?? 0;
}

/** The version of an import's mapping and choices, which an officer names to import what they have checked. */
export const getImportVersion = ({ version }: Pick<ImportRequest, "version">): number => version ?? 1;

/** How an officer maps a sheet to the form. */
export interface SheetMapping {
  /** By heading: the path of its field, or `null` for a column that is left out. */
  readonly columns: Readonly<Record<string, string | null>>;
  /** By field and cell: the value, or `null` for a cell that counts as empty. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  /** By row and heading: the text that an officer has put in place of the cell of the file. */
  readonly cells?: SheetCorrections;
}

/** By row, as a spreadsheet counts, and by heading. */
export type SheetCorrections = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The corrections that a request adds to others; `null` takes one back. */
export type CorrectionChanges = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** The corrections after a change. Rows without any are left out. */
export function mergeCorrections(before: SheetCorrections, changes: CorrectionChanges): SheetCorrections {
  const merged: Record<string, Record<string, string>> = {};
  for (const row of new Set([...Object.keys(before), ...Object.keys(changes)])) {
    const cells = Object.entries({ ...before[row], ...changes[row] }).filter(([, cell]) => cell !== null);
    if (cells.length > 0) merged[row] = Object.fromEntries(cells) as Record<string, string>;
  }
  return merged;
}

/** The most that the corrections of a sheet may take, in UTF-16 units of their JSON: they are stored with its mapping. */
export const maxCorrectionsLength = 60_000;

/** A heading of a sheet. `path`: its field, or `null` if the column is left out; absent if it is not matched. */
export interface SheetHeading {
  /** As in the file, at most 100 UTF-16 units; a repeated heading has a number. */
  readonly header: string;
  readonly path?: string | null;
  /** The field of an earlier heading that this one would be, too. */
  readonly duplicates?: string;
  /** What an officer may map it to; absent if it is matched. */
  readonly proposal?: ColumnProposal;
}

/** What a heading without a match may stand for. `null`: the column may be left out. */
export interface ColumnProposal {
  readonly path: string | null;
  /** From an earlier sheet of the conference, or from the cells of the column. */
  readonly by: "memory" | "content";
}

/** A value that is none of its field. */
export interface UnmatchedValue {
  readonly path: string;
  /** As in the cell, at most 100 UTF-16 units; empty for a required field without a value. */
  readonly value: string;
  /** The number of rows with it. */
  readonly rows: number;
  /** What an officer has mapped it to in an earlier sheet of the conference. */
  readonly proposal?: string | null;
}

/** The required fields whose missing value the officer can choose for all rows, even if the sheet has no such column. */
export const fillablePaths: ReadonlySet<string> = new Set(["category", "person.nationality"]);

/** The most different values of a sheet that are listed as unmatched. */
export const maxUnmatchedValues = 200;

/** What a run has found in a sheet. */
export interface SheetSummary {
  /** The last row of the file; absent for sheets that were read by an earlier version. */
  readonly lastRow?: number;
  /** The encoding in which a CSV file was read. */
  readonly encoding?: string;
  readonly headings: readonly SheetHeading[];
  /** The required fields for which the sheet has no column. */
  readonly missing: readonly string[];
  readonly unmatchedValues: readonly UnmatchedValue[];
  /** Whether there are more of them than listed. */
  readonly hasMoreValues: boolean;
}

/**
 * The outcome of a row. `registered`: without a seat, at conferences that give the seat at approval. `withdrawn`:
 * imported before, has withdrawn since, and was not to be reopened. After an undo: `undone`, or `kept` because someone has
 * touched the registration.
 */
export const rowOutcomes = [
  "seated",
  "waiting",
  "registered",
  "already-registered",
  "imported-before",
  "withdrawn",
  "reopened",
  "refused",
  "invalid",
  "undone",
  "kept",
] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** Why an undo leaves a registration as it is. */
export const keptReasons = [
  "changed",
  "answered",
  "annotated",
  "proposed",
  "badge-printed",
  "checked-in",
  "in-programme",
  "unreadable",
] as const;
export type KeptReason = (typeof keptReasons)[number];

/** A row of a sheet and its outcome; in a dry run, the expected outcome. */
export interface ImportedRow {
  /** As a spreadsheet counts: the headings are row 1. */
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly registrationId?: string;
  /** The pools that were full when the person joined the waiting list. */
  readonly waitingFor?: readonly PoolName[];
  readonly errorCode?: DomainErrorCode;
  /** Of a reopened row: the version in which the import left the registration. */
  readonly version?: number;
  /** Of a row that an undo has kept. */
  readonly kept?: KeptReason;
  readonly cellErrors?: readonly CellError[];
}

/** The outcomes of rows that the import has left out, or may not have treated as the officer expects. */
const remarkableOutcomes: ReadonlySet<string> = new Set<RowOutcome>([
  "already-registered",
  "imported-before",
  "withdrawn",
  "refused",
  "invalid",
  "kept",
]);

/** Whether an officer should look at a row: it is left out, or something is wrong with it. */
export const hasRemark = ({
  outcome,
  errorCode,
  cellErrors,
}: {
  readonly outcome: string;
  readonly errorCode?: string;
  readonly cellErrors?: readonly CellError[];
}): boolean => remarkableOutcomes.has(outcome) || errorCode !== undefined || cellErrors !== undefined;

/** The number of rows of each outcome. */
export type RowCounts = Readonly<Record<RowOutcome, number>>;

/** The two passes of an undo: it takes back the people who wait, and then all others. */
export type UndoPass = "waiting" | "all";

/** The next part of the rows, and the outcomes so far. */
export interface ImportCursor {
  readonly part: number;
  readonly counts: RowCounts;
  /** Of an undo; absent in the first pass. */
  readonly pass?: UndoPass;
}

export const emptyRowCounts = Object.fromEntries(rowOutcomes.map((outcome) => [outcome, 0])) as RowCounts;

/** The counts with more rows. */
export function addRowCounts(counts: RowCounts, rows: readonly ImportedRow[]): RowCounts {
  const sums: Record<RowOutcome, number> = { ...counts };
  for (const { outcome } of rows) sums[outcome] += 1;
  return sums;
}

/** The number of registrations that an import has made, by its counts. */
export const countMade = (counts: Readonly<Record<string, number | string>>): number =>
  ["seated", "waiting", "registered", "reopened"].reduce((sum, outcome) => sum + Number(counts[outcome] ?? 0), 0);

/** The number of rows that are imported, and whose outcomes are stored, as one part. */
export const rowsPerPart = 100;

/** The part of a row. */
export const getSheetPart = (row: number): number => Math.floor(row / rowsPerPart);

/** The limits of a sheet. */
export const maxSheetRows = 10_000;
export const maxSheetColumns = 100;
