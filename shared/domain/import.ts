import type { FileType } from "./document.ts";
import type { CellFault, OrderedBy } from "./job.ts";
import type { RefusalCode } from "./refusal.ts";
import type { PoolName } from "./seat.ts";

/** What a sheet brings. */
export const importKinds = ["registrations", "nominations"] as const;
export type ImportKind = (typeof importKinds)[number];

/** What an import is to do. */
export interface ImportOrder {
  readonly what: ImportKind;
  /** Whose nominations they are. */
  readonly delegationId?: string;
  readonly documentId: string;
  readonly fileType: FileType;
  /** Says what would happen, and changes nothing. */
  readonly dryRun: boolean;
  /** Asked for again with each row. */
  readonly by: OrderedBy;
}

/** What became of a row. `registered`: without a seat asked for, where the seat is taken at approval. */
export const rowOutcomes = [
  "seated",
  "waiting",
  "registered",
  "already-registered",
  "imported-before",
  "refused",
  "wrong",
] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** A row of a sheet and what became of it; in a dry run, what would. */
export interface ImportedRow {
  /** As a spreadsheet counts: the headings are row 1. */
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly registrationId?: string;
  /** The pools that were full when the person joined the line. */
  readonly waitingFor?: readonly PoolName[];
  readonly refusal?: RefusalCode;
  readonly faults?: readonly CellFault[];
}

/** How many rows of each outcome. */
export type RowCounts = Readonly<Record<RowOutcome, number>>;

export const noRows: RowCounts = {
  seated: 0,
  waiting: 0,
  registered: 0,
  "already-registered": 0,
  "imported-before": 0,
  refused: 0,
  wrong: 0,
};

/** The counts with some rows more. */
export function counted(counts: RowCounts, rows: readonly ImportedRow[]): RowCounts {
  const more: Record<RowOutcome, number> = { ...counts };
  for (const { outcome } of rows) more[outcome] += 1;
  return more;
}

/** Rows are taken, and what became of them is kept, in parts of so many, by their numbers. */
export const rowsAPart = 100;

/** The largest sheet. */
export const mostRows = 10_000;
export const mostColumns = 100;
