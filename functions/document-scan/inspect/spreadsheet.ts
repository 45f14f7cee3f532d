import { inflateRawSync } from "node:zlib";
import { maxSheetColumns, maxSheetRows } from "#shared/imports/import.rules.ts";
import { FileRejectedError } from "./file-rejected-error.ts";
import { findZipDirectoryEnd } from "./polyglots.ts";

/** The largest inflated size of a workbook, in bytes: 5,000 rows with every field have 10 MB. */
const maxInflatedBytes = 100 * 1_048_576;

/** A workbook must have no macros, a limited size and a limited cell range. @throws FileRejectedError */
export function inspectSpreadsheet(bytes: Uint8Array): void {
  const view = Buffer.from(bytes);
  const entries = readZipEntries(view);
  const names = entries.map(({ name }) => name);
  if (names.some((name) => /vbaProject|\.exe$|\.js$|embeddings\//i.test(name))) {
    throw new FileRejectedError("file-type-not-allowed");
  }
  if (!names.includes("[Content_Types].xml") || !names.includes("xl/workbook.xml"))
    throw new FileRejectedError("file-broken");
  let remainingBytes = maxInflatedBytes;
  for (const entry of entries) {
    const content = inflateEntry(view, entry, remainingBytes);
    remainingBytes -= content.length;
    // Spreadsheet programs write no document type declaration; one can define entities that expand or load a URL.
    if (/\.(xml|rels)$/i.test(entry.name) && Buffer.from(content).includes("<!DOCTYPE"))
      throw new FileRejectedError("file-broken");
    if (/worksheets\/.*\.xml$/i.test(entry.name)) assertCellsInRange(content);
  }
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

interface ZipEntry {
  readonly name: string;
  /** The compression method: 0 for stored, 8 for deflated. */
  readonly method: number;
  readonly compressedBytes: number;
  readonly offset: number;
}

/** Reads the directory of a ZIP file (APPNOTE.TXT 4.3.12, 4.3.16). */
function readZipEntries(view: Buffer): ZipEntry[] {
  const end = findZipDirectoryEnd(view);
  if (end === undefined) throw new FileRejectedError("file-broken");
  const entries: ZipEntry[] = [];
  let at = view.readUInt32LE(end + 16);
  for (let remaining = view.readUInt16LE(end + 10); remaining > 0; remaining -= 1) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== 0x02014b50) throw new FileRejectedError("file-broken");
    const length = view.readUInt16LE(at + 28);
    entries.push({
      name: view.toString("utf8", at + 46, at + 46 + length),
      method: view.readUInt16LE(at + 10),
      compressedBytes: view.readUInt32LE(at + 20),
      offset: view.readUInt32LE(at + 42),
    });
    at += 46 + length + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return entries;
}

/** Inflates an entry up to a limit, because the size in the directory may be false. */
function inflateEntry(view: Buffer, { method, compressedBytes, offset }: ZipEntry, maxBytes: number): Uint8Array {
  if (offset + 30 > view.length) throw new FileRejectedError("file-broken");
  const from = offset + 30 + view.readUInt16LE(offset + 26) + view.readUInt16LE(offset + 28);
  const content = view.subarray(from, from + compressedBytes);
  if (method === 0) return content;
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    const exceedsLimit = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new FileRejectedError(exceedsLimit ? "file-expands-too-much" : "file-broken");
  }
}
