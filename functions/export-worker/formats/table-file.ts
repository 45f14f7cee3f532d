import type { ExportColumnType } from "#shared/exports/export-columns.rules.ts";
import type { Language, TextDirection } from "#shared/model/conference.ts";
import type { ExportCell } from "../export-table.ts";

/** A table that is written to a file. */
export interface TableFile {
  readonly columns: readonly ExportFileColumn[];
  readonly rows: readonly (readonly ExportCell[])[];
  readonly language: Language;
  readonly direction: TextDirection;
  /** Of the sheet. */
  readonly title: string;
  /** The times of a table are of this time zone, as its readers expect; those of JSON are of UTC. */
  readonly timeZone: string;
}

export interface ExportFileColumn {
  readonly path: string;
  readonly heading: string;
  readonly type: ExportColumnType;
}

/** Receives the bytes of a file in their order. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;
