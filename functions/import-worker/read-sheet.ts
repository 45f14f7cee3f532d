import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { InvalidInputError, InvalidSpreadsheetError, readSheet } from "read-excel-file/universal";
import { findCountryCodes } from "#shared/countries/country-search.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import type { MatchedColumn } from "#shared/imports/headings.ts";
import { maxSheetColumns, maxSheetRows } from "#shared/imports/import.rules.ts";
import { languages } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { JobFailedError } from "#shared/model/job.ts";
import { findCsvDelimiter } from "./csv-delimiter.rules.ts";

/** A row of a file, its cells as text. `row` counts as a spreadsheet does: the headings are row 1. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** The size of the pieces that the CSV parser gets, in bytes. */
const csvPieceBytes = 65_536;

/** The longest row, in characters: twice the sum of the longest fields. */
const maxRowLength = 100_000;

/**
 * Reads the rows of a CSV file in UTF-8, with the delimiter that it uses.
 * @throws JobFailedError `sheet-unreadable` with the row; `sheet-too-large`
 */
export async function* readCsv(bytes: Uint8Array): AsyncGenerator<SheetRow> {
  const { from, delimiter } = detectCsvFormat(bytes);
  const parser = Readable.from(splitIntoPieces(bytes, from)).pipe(
    parse({ bom: true, delimiter, relax_column_count: true, max_record_size: maxRowLength }),
  );
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row > maxSheetRows + 1 || cells.length > maxSheetColumns) throw new JobFailedError("sheet-too-large");
      yield { row, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The count of the parser: an error loses the rows that the parser has read and not yet emitted.
    const at = Number(error["records"] ?? row) + 1;
    throw new JobFailedError("sheet-unreadable", [{ row: at, path: "", rule: "brokenRow" }]);
  }
}

function* splitIntoPieces(bytes: Uint8Array, from: number): Generator<Uint8Array> {
  for (let at = from; at < bytes.length; at += csvPieceBytes) yield bytes.subarray(at, at + csvPieceBytes);
}

/** The first byte of the headings, and the delimiter. */
function detectCsvFormat(bytes: Uint8Array): { from: number; delimiter: string } {
  const head = Buffer.from(bytes.subarray(0, csvPieceBytes)).toString("utf8");
  const { delimiter, declarationLength } = findCsvDelimiter(head.replace(/^\uFEFF/, ""));
  const mark = head.startsWith("\uFEFF") ? 3 : 0;
  return { from: declarationLength === 0 ? 0 : mark + declarationLength, delimiter };
}

/**
 * Reads the rows of a workbook's first sheet. The result of a formula counts as its value. A cell with an error counts as
 * empty, so the rules of the form report it if it is required. The extent of the cells was checked at the upload
 * (`functions/document-scan/inspect/spreadsheet.ts`), because the reader allocates memory for all of it.
 * @throws JobFailedError `sheet-unreadable`, `sheet-too-large`
 */
export async function* readXlsx(bytes: Uint8Array): AsyncGenerator<SheetRow> {
  const rows = await readFirstSheet(bytes);
  if (rows.length > maxSheetRows + 1) throw new JobFailedError("sheet-too-large");
  for (const [index, cells] of rows.entries()) yield { row: index + 1, cells: cells.map(toCellText) };
}

async function readFirstSheet(bytes: Uint8Array) {
  try {
    return await readSheet(new Blob([new Uint8Array(bytes)]), 1, { trim: false, parseNumber: (text) => text });
  } catch (error) {
    if (error instanceof InvalidSpreadsheetError || error instanceof InvalidInputError)
      throw new JobFailedError("sheet-unreadable");
    throw error;
  }
}

/** A day as `YYYY-MM-DD`. Workbooks store days as numbers with a format. */
function toCellText(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? "" : String(cell);
}

/** A row as the body of the form, and the errors that no schema can find. */
export interface ParsedRow {
  readonly body: Readonly<Record<string, unknown>>;
  readonly errors: readonly RowError[];
}

/** `column` is a letter, for a cell without a heading. */
type RowError = FieldError & { readonly column?: string };

/**
 * The beginning of a formula or of a command of old spreadsheets (OWASP, "CSV Injection"). No field begins like this, and
 * a stored value may be opened in a spreadsheet again, so such a cell is rejected and not changed.
 */
const formulaPrefix = /^[=+\-@\t\r]/;

/** Parses a row into the body of the form. An empty cell is an absent field. */
export function parseSheetRow(columns: readonly (MatchedColumn | undefined)[], cells: readonly string[]): ParsedRow {
  const body: Record<string, unknown> = {};
  const errors: RowError[] = [];
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    if (cell.trim() === "") continue;
    if (!column) errors.push({ path: "", rule: "surplusCell", column: toColumnLetter(index) });
    else if (formulaPrefix.test(cell)) errors.push({ path: column.path, rule: "formula" });
    else setAtPath(body, column.path.split("."), parseFieldValue(column, cell.trim(), errors));
  }
  return { body, errors };
}

/** The name of a column in a spreadsheet: A to Z, then AA. */
function toColumnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : toColumnLetter(Math.floor(index / 26) - 1) + last;
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

function parseFieldValue({ path, kind, values, format }: MatchedColumn, cell: string, errors: RowError[]): unknown {
  if (kind === "list") return cell.split(/[\s,;]+/).filter(Boolean);
  if (format === "country") return parseCountry(path, cell, errors);
  if (kind === "text") return values ? cell.toLowerCase() : cell;
  const value = booleanWords.get(cell.normalize("NFKC").toLowerCase());
  if (value === undefined) errors.push({ path, rule: "notYesOrNo" });
  return value ?? false;
}

/** The code of a country by its name in any language; the text itself, for the rules of the form, if no country has it. */
function parseCountry(path: string, cell: string, errors: RowError[]): string {
  const codes = findCountryCodes(cell);
  if (codes.length > 1) errors.push({ path, rule: "ambiguousCountry" });
  return codes[0] ?? cell;
}

/** Yes and no in each language, and as spreadsheets and programs write them. */
const booleanWords = new Map<string, boolean>([
  ...[true, false].flatMap((value) => [[String(value), value] as const, [value ? "1" : "0", value] as const]),
  ...languages.flatMap((language) => [
    [sheetMessages.translate(language, "sheet.yes"), true] as const,
    [sheetMessages.translate(language, "sheet.no"), false] as const,
  ]),
]);
