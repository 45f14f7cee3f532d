import { constants, inflateSync } from "node:zlib";
import {
  decodePDFRawStream,
  PDFArray,
  type PDFContext,
  type PDFDict,
  PDFName,
  PDFParser,
  PDFRawStream,
  PDFWriter,
} from "@cantoo/pdf-lib";
import { FileRejectedError } from "./file-rejected-error.ts";
import { assertNoActiveContent, getName } from "./pdf-content.ts";
import { keepPageContent } from "./pdf-pages.ts";
import { hasArchive } from "./polyglots.ts";

/** The largest inflated size of one stream and of all streams, in bytes: a page scanned at 600 dpi has 100 MB. */
const maxStreamBytes = 128 * 1_048_576;
const maxTotalBytes = 256 * 1_048_576;

/** The most objects of a document. A letter of ten tagged pages has some thousand. */
const maxObjects = 50_000;

/** Names that no reader needs to show a page, however a reader might come to see them. */
const activeNames =
  /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia\w*|SubmitForm|ImportData|GoTo[RE]|Rendition)(?![A-Za-z])/;

/**
 * Writes a PDF anew, from its pages alone. Whatever another reader might find elsewhere in the uploaded file is not part
 * of the new one: older versions, objects that no page uses, data between objects. A file with active content, with
 * embedded files, with encryption, or that can't be parsed, is refused and not repaired.
 * @throws FileRejectedError
 */
export async function rewritePdf(bytes: Uint8Array): Promise<Uint8Array> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  if (!text.startsWith("%PDF-") || hasArchive(bytes)) throw new FileRejectedError("file-is-two-in-one");
  assertSingleDocument(text);
  if (/\/Encrypt(?![A-Za-z])/.test(decodePdfNames(text))) throw new FileRejectedError("pdf-encrypted");
  assertNoActiveNames(text);
  const context = await parsePdf(bytes);
  const objects = context.enumerateIndirectObjects();
  if (objects.length > maxObjects) throw new FileRejectedError("file-too-complex");
  for (const [, object] of objects) assertNoActiveContent(context, object);
  const streams = objects.flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []));
  assertInflatedSize(streams);
  for (const stream of streams) if (getName(stream.dict, "Type") === "ObjStm") assertNoActiveNames(readStream(stream));
  keepPageContent(context);
  return PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
}

/** Only white space may follow the end marker. */
function assertSingleDocument(text: string): void {
  const end = text.lastIndexOf("%%EOF");
  if (end < 0) throw new FileRejectedError("file-broken");
  if (text.slice(end + 5).trim() !== "") throw new FileRejectedError("file-is-two-in-one");
}

/** Names may contain escapes: `/J#61vaScript`. */
const decodePdfNames = (text: string) =>
  text.replaceAll(/#([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function assertNoActiveNames(text: string): void {
  if (activeNames.test(decodePdfNames(text))) throw new FileRejectedError("pdf-has-active-content");
}

/** The content of a stream of objects, of which later objects may have replaced some. */
const readStream = (stream: PDFRawStream) => Buffer.from(decodePDFRawStream(stream).decode()).toString("latin1");

/** Parses all objects. An object that can't be parsed ends it, so that no reader could read it otherwise. */
async function parsePdf(bytes: Uint8Array): Promise<PDFContext> {
  try {
    return await PDFParser.forBytesWithOptions(bytes, Number.POSITIVE_INFINITY, true).parseDocument();
  } catch {
    throw new FileRejectedError("file-broken");
  }
}

/** Viewers inflate streams too, so the whole must stay small. @throws FileRejectedError */
function assertInflatedSize(streams: readonly PDFRawStream[]): void {
  let total = 0;
  for (const { dict, contents } of streams) {
    if (!startsWithFlate(dict)) continue;
    total += countInflatedBytes(contents);
    if (total > maxTotalBytes) throw new FileRejectedError("file-expands-too-much");
  }
}

function startsWithFlate(dict: PDFDict): boolean {
  const filter = dict.lookup(PDFName.of("Filter"));
  const first = filter instanceof PDFArray ? filter.lookup(0) : filter;
  return first === PDFName.FlateDecode;
}

function countInflatedBytes(contents: Uint8Array): number {
  try {
    // Some encoders omit the checksum at the end.
    return inflateSync(contents, { maxOutputLength: maxStreamBytes, finishFlush: constants.Z_SYNC_FLUSH }).length;
  } catch (error) {
    const exceedsLimit = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new FileRejectedError(exceedsLimit ? "file-expands-too-much" : "file-broken");
  }
}
