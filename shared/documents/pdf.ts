import { inflateSync } from "node:zlib";
import { holdsArchive } from "./other-kinds.ts";
import { FileRefused } from "./refused.ts";

/** What one stream, and all streams of a file, may unpack to, in bytes: a page scanned at 600 dpi is 100 MB. */
const mostOfOne = 128 * 1_048_576;
const mostOfAll = 256 * 1_048_576;

/** What makes a document act by itself, or carry others (ISO 32000-2: actions, embedded files, forms of XFA). */
const active =
  /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Rendition|Movie|XFA)(?![A-Za-z])/;

/**
 * A letter or a passport as a PDF is kept as it came, so it may hold only what is read: nothing that acts, nothing
 * hidden in it, nothing encrypted. Names are looked for everywhere, wherever a reader may think that streams begin.
 * @throws FileRefused
 */
export function inspectPdf(bytes: Uint8Array): void {
  const view = Buffer.from(bytes);
  const text = view.toString("latin1");
  if (!text.startsWith("%PDF-") || holdsArchive(bytes)) throw new FileRefused("file-is-two-in-one");
  mustEndAsOne(text);
  if (!/startxref/.test(text) || !/\/(Root|Type\s*\/XRef)/.test(text)) throw new FileRefused("file-broken");
  if (/\/Encrypt(?![A-Za-z])/.test(plain(text))) throw new FileRefused("pdf-encrypted");
  mustBeInert(text);
  let unpacked = 0;
  for (const { index } of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const content = unpack(view, text, index);
    unpacked += content?.length ?? 0;
    if (unpacked > mostOfAll) throw new FileRefused("file-expands-too-much");
    if (content && holdsObjects(text, index)) mustBeInert(content.toString("latin1"));
  }
}

/** Nothing but a line's end may follow the end. */
function mustEndAsOne(text: string): void {
  const end = text.lastIndexOf("%%EOF");
  if (end < 0) throw new FileRefused("file-broken");
  if (text.slice(end + 5).trim() !== "") throw new FileRefused("file-is-two-in-one");
}

function mustBeInert(text: string): void {
  if (active.test(plain(text))) throw new FileRefused("pdf-has-active-content");
}

/** A name may be written with escapes: `/J#61vaScript`. */
const plain = (text: string) =>
  text.replaceAll(/#([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Of a stream of objects, which only its dictionary tells, what can't be read can't be ruled out. */
const holdsObjects = (text: string, index: number) =>
  /\/ObjStm/.test(plain(text.slice(Math.max(0, index - 1_000), index)));

function unpack(view: Buffer, text: string, index: number): Buffer | undefined {
  const from = text.indexOf("\n", index) + 1;
  try {
    return inflateSync(view.subarray(from), { maxOutputLength: mostOfOne });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new FileRefused("file-expands-too-much");
    if (holdsObjects(text, index)) throw new FileRefused("pdf-has-active-content");
    return undefined;
  }
}
