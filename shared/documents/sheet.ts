import { inflateRawSync } from "node:zlib";
import { mostColumns, mostRows } from "#shared/domain/import.ts";
import { directoryEnd } from "./other-kinds.ts";
import { FileRefused } from "./refused.ts";

/** What all entries of a workbook may unpack to, in bytes: 5,000 rows with every field are 10 MB. */
const mostUnpacked = 100 * 1_048_576;

/** A table of values as text in UTF-8. @throws FileRefused */
export function inspectCsv(bytes: Uint8Array): void {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FileRefused("wrong-encoding");
  }
  if (/(?![\t\r\n])\p{Cc}/u.test(text)) throw new FileRefused("wrong-encoding");
}

/** A workbook without macros that unpacks to a size one can work with. @throws FileRefused */
export function inspectSheet(bytes: Uint8Array): void {
  const view = Buffer.from(bytes);
  const entries = entriesOf(view);
  const names = entries.map(({ name }) => name);
  if (names.some((name) => /vbaProject|\.exe$|\.js$|embeddings\//i.test(name))) {
    throw new FileRefused("file-type-not-allowed");
  }
  if (!names.includes("[Content_Types].xml") || !names.includes("xl/workbook.xml"))
    throw new FileRefused("file-broken");
  let left = mostUnpacked;
  for (const entry of entries) {
    const content = unpacked(view, entry, left);
    left -= content.length;
    // Programs that write sheets declare no types of documents: whoever does means entities that grow, or that fetch.
    if (/\.(xml|rels)$/i.test(entry.name) && Buffer.from(content).includes("<!DOCTYPE"))
      throw new FileRefused("file-broken");
    if (/worksheets\/.*\.xml$/i.test(entry.name)) mustBeNear(content);
  }
}

/** Where a row or a cell says that it stands. */
const places = /<(?:\w+:)?(?:row|c)\s(?:[^<>]*?\s)?r\s*=\s*["']([^"']*)["']/g;

/**
 * A cell that stands at the end of the world costs its writer nothing, and whoever reads the sheet as a table the room
 * for all before it.
 */
function mustBeNear(content: Uint8Array): void {
  for (const [, place = ""] of Buffer.from(content).toString("latin1").matchAll(places)) {
    const [, letters = "", row] = /^([A-Z]{0,3})(\d{1,7})$/.exec(place) ?? [];
    if (row === undefined) throw new FileRefused("file-broken");
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    if (Number(row) > mostRows + 1 || column > mostColumns) throw new FileRefused("sheet-too-large");
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

/** The directory of a ZIP file (APPNOTE.TXT 4.3.12, 4.3.16). */
function entriesOf(view: Buffer): Entry[] {
  const end = directoryEnd(view);
  if (end === undefined) throw new FileRefused("file-broken");
  const entries: Entry[] = [];
  let at = view.readUInt32LE(end + 16);
  for (let left = view.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== 0x02014b50) throw new FileRefused("file-broken");
    const length = view.readUInt16LE(at + 28);
    entries.push({
      name: view.toString("utf8", at + 46, at + 46 + length),
      method: view.readUInt16LE(at + 10),
      packed: view.readUInt32LE(at + 20),
      offset: view.readUInt32LE(at + 42),
    });
    at += 46 + length + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return entries;
}

/** What the directory says of its size may be a lie: it is unpacked, as far as is left. */
function unpacked(view: Buffer, { method, packed, offset }: Entry, left: number): Uint8Array {
  if (offset + 30 > view.length) throw new FileRefused("file-broken");
  const from = offset + 30 + view.readUInt16LE(offset + 26) + view.readUInt16LE(offset + 28);
  const content = view.subarray(from, from + packed);
  if (method === 0) return content;
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    const bomb = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new FileRefused(bomb ? "file-expands-too-much" : "file-broken");
  }
}
