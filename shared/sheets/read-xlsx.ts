import { InvalidInputError, InvalidSpreadsheetError, readSheet } from "read-excel-file/universal";
import { mostRows } from "#shared/domain/import.ts";
import { JobFailed } from "#shared/domain/job.ts";
import type { SheetRow } from "./row.ts";

/**
 * The rows of a workbook's first sheet. What a formula computed counts as its value, and a cell that holds an error as an
 * empty one: what has to be there is then missed by the rules of the form. How far its cells reach was looked
 * at when it was handed in (`shared/documents/sheet.ts`): the reader would make room for a cell at the end of the world.
 * @throws JobFailed `sheet-unreadable`, `sheet-too-large`
 */
export async function* readXlsx(bytes: Uint8Array): AsyncGenerator<SheetRow> {
  const rows = await read(bytes);
  if (rows.length > mostRows + 1) throw new JobFailed("sheet-too-large");
  for (const [index, cells] of rows.entries()) yield { row: index + 1, cells: cells.map(textOf) };
}

async function read(bytes: Uint8Array) {
  try {
    return await readSheet(new Blob([new Uint8Array(bytes)]), 1, { trim: false, parseNumber: (text) => text });
  } catch (error) {
    if (error instanceof InvalidSpreadsheetError || error instanceof InvalidInputError)
      throw new JobFailed("sheet-unreadable");
    throw error;
  }
}

/** A day as `YYYY-MM-DD`; a workbook keeps days as numbers that a format makes days. */
function textOf(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? "" : String(cell);
}
