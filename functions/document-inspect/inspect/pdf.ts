import { constants, createInflate } from "node:zlib";
import { decodePDFRawStream, type PDFContext, PDFParser, PDFRawStream, PDFRef, PDFWriter } from "@cantoo/pdf-lib";
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
 * Writes a PDF anew, from its pages alone. Whatever another reader might find elsewhere in the uploaded file is not
 * part of the new one: older versions, objects that no page uses, data between objects. A file with active content,
 * with embedded files, with encryption, or that can't be parsed, is refused and not repaired.
 * @throws FileRejectedError
 */
export async function rewritePdf(bytes: Uint8Array): Promise<Uint8Array> {
  const text = toLatin1(bytes);
  if (!text.startsWith("%PDF-") || hasArchive(bytes)) throw new FileRejectedError("file-is-two-in-one");
  assertSingleDocument(text);
  if (/\/Encrypt(?![A-Za-z])/.test(decodePdfNames(text))) throw new FileRejectedError("pdf-encrypted");
  assertNoActiveNames(text);
  if (text.split(" obj").length > maxObjects) throw new FileRejectedError("file-too-complex");
  await assertInflatedSize(bytes, text);
  const context = await parsePdf(bytes);
  const objects = context.enumerateIndirectObjects();
  if (objects.length > maxObjects) throw new FileRejectedError("file-too-complex");
  // A reference to a reference is not allowed (ISO 32000-2, 7.3.10). The library follows one, and readers follow all.
  if (objects.some(([, object]) => object instanceof PDFRef)) throw new FileRejectedError("file-broken");
  for (const [, object] of objects) assertNoActiveContent(context, object);
  for (const [, object] of objects) {
    if (object instanceof PDFRawStream && getName(object.dict, "Type") === "ObjStm")
      assertNoActiveNames(readStream(object));
  }
  keepPageContent(context);
  const rewritten = await PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
  // In the new file no object is compressed.
  assertNoActiveNames(toLatin1(rewritten));
  return rewritten;
}

const toLatin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");

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

/** The most places at which a reader might find a stream. */
const maxStreams = 20_000;

/** The most filters that are undone one after the other. */
const maxDepth = 3;

/** The most streams that begin as deflated data and are broken. Other data rarely begin so. */
const maxBrokenStreams = 200;

/** What is inflated at a time, in bytes. */
const chunkSize = 65_536;

/**
 * Inflates whatever may be a stream, before anything is parsed: the library and viewers have no limit of their own.
 * What a broken stream inflates to counts, too.
 * @throws FileRejectedError
 */
async function assertInflatedSize(bytes: Uint8Array, text: string): Promise<void> {
  let [streams, total, broken] = [0, 0, 0];
  for (const { index, 0: keyword } of text.matchAll(/(?<!end)stream(?:\r\n|[\r\n ])?/g)) {
    streams += 1;
    const inflated = await countInflatedBytes(bytes.subarray(index + keyword.length), maxDepth);
    total += inflated.bytes;
    broken += inflated.isBroken ? 1 : 0;
    if (streams > maxStreams || broken > maxBrokenStreams) throw new FileRejectedError("file-too-complex");
    if (total > maxTotalBytes) throw new FileRejectedError("file-expands-too-much");
  }
}

/** @param depth how often the result may have been deflated itself */
async function countInflatedBytes(
  deflated: Uint8Array,
  depth: number,
): Promise<{ readonly bytes: number; readonly isBroken: boolean }> {
  if (depth === 0 || !hasDeflateHeader(deflated)) return { bytes: 0, isBroken: false };
  const chunks: Uint8Array[] = [];
  let [bytes, isBroken] = [0, false];
  // Some encoders omit the checksum at the end.
  const inflate = createInflate({ chunkSize, finishFlush: constants.Z_SYNC_FLUSH });
  inflate.end(deflated);
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxStreamBytes) break;
    }
  } catch {
    isBroken = true;
  }
  if (bytes > maxStreamBytes) throw new FileRejectedError("file-expands-too-much");
  if (!hasDeflateHeader(chunks[0] ?? new Uint8Array())) return { bytes, isBroken };
  const content = await countInflatedBytes(Buffer.concat(chunks), depth - 1);
  return { bytes: bytes + content.bytes, isBroken: isBroken || content.isBroken };
}

/** Whether data begin as RFC 1950 prescribes: the method, the window, and a checksum of both. */
const hasDeflateHeader = ([method = 0, flags = 0]: Uint8Array): boolean =>
  (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0;
