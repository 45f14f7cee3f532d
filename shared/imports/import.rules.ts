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

/** The version of an import's mapping and choices, which an officer names to import what they have checked. */
export const getImportVersion = ({ version }: Pick<ImportRequest, "version">): number => version ?? 1;

/** How an officer maps a sheet to the form. */
export interface SheetMapping {
  /** By heading: the path of its field, or `null` for a column that is left out. */
  readonly columns: Readonly<Record<string, string | null>>;
  /** By field and cell: the value, or `null` for a cell that counts as empty. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}

/** A heading of a sheet. `path`: its field, or `null` if the column is left out; absent if it is not matched. */
export interface SheetHeading {
  /** As in the file, at most 100 UTF-16 units; a repeated heading has a number. */
  readonly header: string;
  readonly path?: string | null;
  /** The field of an earlier heading that this one would be, too. */
  readonly duplicates?: string;
}

/** A value that is none of its field. */
export interface UnmatchedValue {
  readonly path: string;
  /** As in the cell, at most 100 UTF-16 units; empty for a required field without a value. */
  readonly value: string;
  /** The number of rows with it. */
  readonly rows: number;
}

/** The required fields whose missing value the officer can choose for all rows, even if the sheet has no such column. */
export const fillablePaths: ReadonlySet<string> = new Set(["category", "person.nationality"]);

/** The most different values of a sheet that are listed as unmatched. */
export const maxUnmatchedValues = 200;

/** What a run has found in a sheet. */
export interface SheetSummary {
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

/** The number of rows that are imported, and whose outcomes are stored, as one part. */
export const rowsPerPart = 100;

/** The part of a row. */
export const getSheetPart = (row: number): number => Math.floor(row / rowsPerPart);

/** The limits of a sheet. */
export const maxSheetRows = 10_000;
export const maxSheetColumns = 100;
