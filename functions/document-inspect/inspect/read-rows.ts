import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { InvalidInputError, InvalidSpreadsheetError, readSheet } from "read-excel-file/universal";
import { maxSheetColumns, maxSheetRows } from "#shared/imports/import.rules.ts";
import type { SheetRows } from "#shared/imports/sheet-rows.contract.ts";
import { findCsvDelimiter } from "./csv-delimiter.rules.ts";
import { decodeCsv } from "./decode-csv.ts";
import { FileRejectedError } from "./file-rejected-error.ts";
import { inspectSpreadsheet } from "./spreadsheet.ts";

/** The size of the pieces that the CSV parser gets, in bytes. */
const csvPieceBytes = 65_536;

/** The longest row, in characters: twice the sum of the longest fields. */
const maxRowLength = 100_000;

/** Reads the rows of a CSV file, and says in which encoding it is. @throws FileRejectedError */
export async function readCsv(bytes: Uint8Array): Promise<SheetRows> {
  const { text, encoding } = decodeCsv(bytes);
  return { ...(await readCsvRows(new TextEncoder().encode(text))), encoding };
}

/**
 * Reads the rows of a CSV file in UTF-8, with the delimiter that it uses.
 * @throws FileRejectedError `sheet-too-large`
 */
export async function readCsvRows(bytes: Uint8Array): Promise<SheetRows> {
  const { from, delimiter } = detectCsvFormat(bytes);
  const parser = Readable.from(splitIntoPieces(bytes, from)).pipe(
    parse({ bom: true, delimiter, relax_column_count: true, max_record_size: maxRowLength }),
  );
  const rows: string[][] = [];
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      rows.push(cells);
      assertSheetSize(rows.length, cells.length);
    }
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The count of the parser: an error loses the rows that the parser has read and not yet emitted.
    return { brokenRow: Number(error["records"] ?? rows.length) + 1 };
  }
}

function assertSheetSize(rows: number, columns: number): void {
  if (rows > maxSheetRows + 1 || columns > maxSheetColumns) throw new FileRejectedError("sheet-too-large");
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

/** Reads the rows of a workbook. @throws FileRejectedError */
export const readXlsx = (bytes: Uint8Array): Promise<SheetRows> => readXlsxRows(inspectSpreadsheet(bytes));

/**
 * Reads the rows of a workbook's first sheet. The result of a formula counts as its value. A cell with an error counts
 * as empty, so the rules of the form report it if it is required. `inspectSpreadsheet` has checked the extent of the
 * cells, because the reader allocates memory for all of it.
 * @throws FileRejectedError `sheet-too-large`
 */
async function readXlsxRows(bytes: Uint8Array): Promise<SheetRows> {
  try {
    const sheet = await readSheet(new Blob([new Uint8Array(bytes)]), 1, { trim: false, parseNumber: (text) => text });
    for (const cells of sheet) assertSheetSize(sheet.length, cells.length);
    return { rows: sheet.map((cells) => cells.map(toCellText)) };
  } catch (error) {
    if (error instanceof InvalidSpreadsheetError || error instanceof InvalidInputError) return {};
    throw error;
  }
}

/** A day as `YYYY-MM-DD`. Workbooks store days as numbers with a format. */
function toCellText(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? "" : String(cell);
}
