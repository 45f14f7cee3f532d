import { inflateSync } from "node:zlib";
import { FileRejectedError } from "./file-rejected-error.ts";
import { hasArchive } from "./polyglots.ts";

/** The largest inflated size of one stream and of all streams, in bytes: a page scanned at 600 dpi has 100 MB. */
const maxStreamBytes = 128 * 1_048_576;
const maxTotalBytes = 256 * 1_048_576;

/** The names of active content and embedded files (ISO 32000-2: actions, embedded files, XFA forms). */
const activeContentPattern =
  /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Rendition|Movie|XFA)(?![A-Za-z])/;

/**
 * A PDF is stored as it is uploaded, so it must have no active content, no embedded or appended files, and no encryption.
 * Names are searched in the whole file and in every stream, wherever a reader might find the start of a stream.
 * @throws FileRejectedError
 */
export function inspectPdf(bytes: Uint8Array): void {
  const view = Buffer.from(bytes);
  const text = view.toString("latin1");
  if (!text.startsWith("%PDF-") || hasArchive(bytes)) throw new FileRejectedError("file-is-two-in-one");
  assertSingleDocument(text);
  if (!/startxref/.test(text) || !/\/(Root|Type\s*\/XRef)/.test(text)) throw new FileRejectedError("file-broken");
  if (/\/Encrypt(?![A-Za-z])/.test(decodePdfNames(text))) throw new FileRejectedError("pdf-encrypted");
  assertNoActiveContent(text);
  let inflatedBytes = 0;
  for (const { index } of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const content = inflateStream(view, text, index);
    inflatedBytes += content?.length ?? 0;
    if (inflatedBytes > maxTotalBytes) throw new FileRejectedError("file-expands-too-much");
    if (content && hasObjectStream(text, index)) assertNoActiveContent(content.toString("latin1"));
  }
}

/** Only white space may follow the end marker. */
function assertSingleDocument(text: string): void {
  const end = text.lastIndexOf("%%EOF");
  if (end < 0) throw new FileRejectedError("file-broken");
  if (text.slice(end + 5).trim() !== "") throw new FileRejectedError("file-is-two-in-one");
}

function assertNoActiveContent(text: string): void {
  if (activeContentPattern.test(decodePdfNames(text))) throw new FileRejectedError("pdf-has-active-content");
}

/** Names may contain escapes: `/J#61vaScript`. */
const decodePdfNames = (text: string) =>
  text.replaceAll(/#([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** An object stream, by its dictionary. If it cannot be inflated, active content cannot be excluded. */
const hasObjectStream = (text: string, index: number) =>
  /\/ObjStm/.test(decodePdfNames(text.slice(Math.max(0, index - 1_000), index)));

function inflateStream(view: Buffer, text: string, index: number): Buffer | undefined {
  const from = text.indexOf("\n", index) + 1;
  try {
    return inflateSync(view.subarray(from), { maxOutputLength: maxStreamBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new FileRejectedError("file-expands-too-much");
    if (hasObjectStream(text, index)) throw new FileRejectedError("pdf-has-active-content");
    return undefined;
  }
}
