import type { CellReader } from "#shared/imports/cell-readers.ts";
import type { SheetColumn } from "#shared/imports/contract.ts";
import { type ColumnMatch, correctRows } from "#shared/imports/headings.ts";
import { fillablePaths, type SheetCorrections, type SheetMapping } from "#shared/imports/import.rules.ts";
import type { SheetRows } from "#shared/imports/sheet-rows.contract.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { JobFailedError } from "#shared/model/job.ts";
import { startsLikeFormula } from "#shared/text/formula.rules.ts";
import { truncateText } from "#shared/text/text-rules.ts";

/** A row of a file, its cells as text. `row` counts as a spreadsheet does: the headings are row 1. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a sheet with their numbers, as an officer has corrected them.
 * @throws JobFailedError `sheet-unreadable`, with the row if it is known
 */
export function numberRows({ rows, brokenRow }: SheetRows, corrections: SheetCorrections = {}): SheetRow[] {
  if (rows) return correctRows(rows, corrections).map((cells, index) => ({ row: index + 1, cells }));
  const at = brokenRow === undefined ? [] : [{ row: brokenRow, path: "", rule: "brokenRow" }];
  throw new JobFailedError("sheet-unreadable", at);
}

/** A row as the body of the form, and the errors that no schema can find. */
export interface ParsedRow {
  readonly body: Readonly<Record<string, unknown>>;
  readonly errors: readonly RowError[];
}

/** `column` is a letter, for a cell without a heading. */
type RowError = FieldError & { readonly column?: string };

/** How the cells of a sheet become fields of the form. */
export interface SheetFormat {
  readonly columns: readonly ColumnMatch[];
  /** The fields without a column for which the officer may have chosen a value. */
  readonly absentColumns: readonly SheetColumn[];
  readonly getReader: (column: SheetColumn) => CellReader;
  readonly values: SheetMapping["values"];
  /** Takes note of a value that is none of its field. */
  readonly addUnmatched: (path: string, cell: string) => void;
}

/** The longest cell that can be mapped, in UTF-16 units. */
const maxCellLength = 100;

/** Parses a row into the body of the form. An empty cell is an absent field. */
export function parseSheetRow(format: SheetFormat, cells: readonly string[]): ParsedRow {
  const body: Record<string, unknown> = {};
  const errors: RowError[] = [];
  const read = (column: SheetColumn, cell: string) => readCell(format, column, cell, { body, errors });
  for (const [index, match] of format.columns.entries()) {
    if (typeof match === "object") read(match, cells[index] ?? "");
  }
  completeNationality(format, body);
  for (const column of format.absentColumns) {
    if (getAtPath(body, column.path.split(".")) === undefined) read(column, "");
  }
  for (const [index, cell] of cells.entries()) {
    if (format.columns[index] === undefined && cell.trim() !== "")
      errors.push({ path: "", rule: "surplusCell", column: toColumnLetter(index) });
  }
  return { body, errors };
}

/** In a sheet without a column of nationalities, the country of a person is the nationality, too. */
function completeNationality({ columns }: SheetFormat, body: Record<string, unknown>): void {
  const hasColumn = columns.some((column) => typeof column === "object" && column.path === "person.nationality");
  if (!hasColumn && body["country"] !== undefined) setAtPath(body, ["person", "nationality"], body["country"]);
}

/** Reads a cell into the body of the form. */
function readCell(
  { getReader, values, addUnmatched }: SheetFormat,
  column: SheetColumn,
  cell: string,
  row: { readonly body: Record<string, unknown>; readonly errors: RowError[] },
): void {
  const { path } = column;
  const key = truncateText(cell.trim(), maxCellLength);
  const mapped = findMapped(values, path, key);
  const text = mapped === undefined ? cell.trim() : (mapped ?? "");
  if (text === "") {
    if (mapped === undefined && column.isRequired && fillablePaths.has(path)) addUnmatched(path, "");
    return;
  }
  // A stored value may be opened in a spreadsheet again, and no field begins like this: the cell is rejected.
  if (mapped === undefined && startsLikeFormula(text)) {
    row.errors.push({ path, rule: "formula" });
    return;
  }
  const { value, isUnmatched, rule } = getReader(column)(text);
  if (isUnmatched && !column.isSensitive) addUnmatched(path, key);
  if (rule !== undefined) row.errors.push({ path, rule });
  setAtPath(row.body, path.split("."), value);
}

/** The value that the officer has mapped a cell to; `undefined` if none. */
function findMapped(values: SheetMapping["values"], path: string, cell: string): string | null | undefined {
  const cells = Object.hasOwn(values, path) ? values[path] : undefined;
  return cells && Object.hasOwn(cells, cell) ? cells[cell] : undefined;
}

/** The name of a column in a spreadsheet: A to Z, then AA. */
function toColumnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : toColumnLetter(Math.floor(index / 26) - 1) + last;
}

function getAtPath(body: Readonly<Record<string, unknown>>, [name = "", ...rest]: readonly string[]): unknown {
  const value = body[name];
  if (rest.length === 0 || value === undefined) return value;
  return getAtPath(value as Readonly<Record<string, unknown>>, rest);
}

function setAtPath(body: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    body[name] = value;
    return;
  }
  const inner = (body[name] ?? {}) as Record<string, unknown>;
  body[name] = inner;
  setAtPath(inner, rest, value);
}
