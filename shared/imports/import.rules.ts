import type { FileType } from "#shared/model/document.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import type { CellError, JobRequester } from "#shared/model/job.ts";
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
  readonly fileType: FileType;
  /** Whether to report the expected outcomes without changing anything. */
  readonly dryRun: boolean;
  /** Whether to reopen people who were imported before and have withdrawn since. */
  readonly reopen?: boolean;
  /** The requester, whose rights are checked for each row. */
  readonly requestedBy: JobRequester;
}

/**
 * The outcome of a row. `registered`: without a seat, at conferences that give the seat at approval. `withdrawn`:
 * imported before, has withdrawn since, and was not to be reopened.
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
] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** A row of a sheet and its outcome; in a dry run, the expected outcome. */
export interface ImportedRow {
  /** As a spreadsheet counts: the headings are row 1. */
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly registrationId?: string;
  /** The pools that were full when the person joined the waiting list. */
  readonly waitingFor?: readonly PoolName[];
  readonly errorCode?: DomainErrorCode;
  readonly cellErrors?: readonly CellError[];
}

/** The number of rows of each outcome. */
export type RowCounts = Readonly<Record<RowOutcome, number>>;

export const emptyRowCounts = Object.fromEntries(rowOutcomes.map((outcome) => [outcome, 0])) as RowCounts;

/** The counts with more rows. */
export function addRowCounts(counts: RowCounts, rows: readonly ImportedRow[]): RowCounts {
  const sums: Record<RowOutcome, number> = { ...counts };
  for (const { outcome } of rows) sums[outcome] += 1;
  return sums;
}

/** The number of rows that are imported, and whose outcomes are stored, as one part. */
export const rowsPerPart = 100;

/** The limits of a sheet. */
export const maxSheetRows = 10_000;
export const maxSheetColumns = 100;
