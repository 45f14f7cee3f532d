import { zipSync } from "fflate";
import { maxSheetColumns, maxSheetRows } from "#shared/imports/import.rules.ts";
import { FileRejectedError } from "./file-rejected-error.ts";
import { readZip } from "./zip.ts";

/** The largest inflated size of a workbook, in bytes: 10,000 rows with every field have 20 MB. */
const maxInflatedBytes = 50 * 1_048_576;

/**
 * A workbook must have no macros, a limited size and a limited cell range.
 * @returns the workbook with its files stored one after the other, which every reader reads alike and none has to
 *   inflate
 * @throws FileRejectedError
 */
export function inspectSpreadsheet(bytes: Uint8Array): Uint8Array {
  const entries = readZip(bytes, maxInflatedBytes);
  const names = new Set(entries.map(({ name }) => name));
  if ([...names].some((name) => /vbaProject|\.exe$|\.js$|embeddings\//i.test(name)))
    throw new FileRejectedError("file-type-not-allowed");
  if (!names.has("[Content_Types].xml") || !names.has("xl/workbook.xml")) throw new FileRejectedError("file-broken");
  // Of every file, because the relationships of the workbook can name any as a sheet.
  for (const { content } of entries) {
    // Spreadsheet programs write no document type declaration; one can define entities that expand or load a URL.
    if (Buffer.from(content).includes("<!DOCTYPE")) throw new FileRejectedError("file-broken");
    assertCellsInRange(content);
  }
  return zipSync(Object.fromEntries(entries.map(({ name, content }) => [name, content])), { level: 0 });
}

/** The reference attribute of a row or a cell. */
const cellReferencePattern = /<(?:\w+:)?(?:row|c)\s(?:[^<>]*?\s)?r\s*=\s*["']([^"']*)["']/g;

/**
 * A single cell with a huge reference makes the file no larger, but a reader allocates memory for all cells before it.
 */
function assertCellsInRange(content: Uint8Array): void {
  for (const [, reference = ""] of Buffer.from(content).toString("latin1").matchAll(cellReferencePattern)) {
    const [, letters = "", row] = /^([A-Z]{0,3})(\d{1,7})$/.exec(reference) ?? [];
    if (row === undefined) throw new FileRejectedError("file-broken");
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    if (Number(row) > maxSheetRows + 1 || column > maxSheetColumns) throw new FileRejectedError("sheet-too-large");
  }
}
