import { constants, deflateRawSync, deflateSync } from "node:zlib";
import { buildPdf, buildPdfStream, joinBytes } from "../../support/files.ts";

export const script = "<< /S /JavaScript /JS (app.alert(1)) >>";

/** An object stream with an object 9 that no other part of the file names. */
export const buildObjectStream = (content: string, { padding = "", opening = "stream\n" } = {}) =>
  buildPdfStream(`9 0 ${content}`, `${padding} /Type /ObjStm /N 1 /First 4`, opening);

/** A page with an annotation. */
export const withAnnotation = (annotation: string, objects: readonly (string | Uint8Array)[] = []) =>
  buildPdf({ objects: [`<< /Type /Annot /Rect [0 0 9 9] ${annotation} >>`, ...objects] }, "/Annots [4 0 R]");

/** A file with a later version of its catalog (ISO 32000-2, 7.5.6). */
export function withUpdate(pdf: Uint8Array, catalogue: string): Uint8Array {
  const previous = Number(/startxref\n(\d+)/.exec(Buffer.from(pdf).toString("latin1"))?.[1]);
  const object = `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalogue} >>\nendobj\n`;
  const start = pdf.length + object.length;
  const xref = `xref\n1 1\n${String(pdf.length).padStart(10, "0")} 00000 n \n`;
  const trailer = `trailer\n<< /Size 4 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${start}\n%%EOF\n`;
  return joinBytes(pdf, object, xref, trailer);
}

/** A file in which each `stream` is followed by data that never end, so that each is a stream of the rest of the file. */
export function buildOverlappingStreams(count: number): Uint8Array {
  const packed = new Uint8Array(deflateSync(Buffer.alloc(1_000_000), { level: 9 }));
  const opening = "<< /Filter /FlateDecode >>\nstream\n";
  return buildPdf({ objects: Array.from({ length: count }, () => joinBytes(opening, packed.subarray(0, 900))) });
}

/**
 * A file of overlapping streams that inflate to the same zeros and are broken after them. Each begins with a stored block
 * that reaches to the common end.
 */
export function buildBrokenStreams(count: number, megabytes: number): Uint8Array {
  const zeros = deflateRawSync(Buffer.alloc(megabytes * 1_048_576), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const keyword = Buffer.from("stream\n\x78\x01\x00", "latin1");
  const length = keyword.length + 4;
  const openings = Array.from({ length: count }, (_, index) => {
    const rest = (count - 1 - index) * length;
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(rest);
    lengths.writeUInt16LE(rest ^ 0xff_ff, 2);
    return Buffer.concat([keyword, lengths]);
  });
  const invalidBlock = new Uint8Array([7, 255, 255, 255]);
  return buildPdf({ objects: [joinBytes(Buffer.concat([...openings, zeros]), invalidBlock)] });
}

/** A stream that is packed again and again: each filter makes it larger. */
export function buildPackedTwice(bytes: number): Uint8Array {
  const inner = deflateSync(Buffer.alloc(bytes), { level: 9 });
  const packed = deflateSync(inner, { level: 9 });
  return joinBytes(
    `<< /Length ${packed.length} /Filter [/FlateDecode /FlateDecode] /Type /ObjStm /N 1 /First 4 >>\nstream\n`,
    new Uint8Array(packed),
    "\nendstream",
  );
}

/** Pages whose parent is their child. */
export const buildPageCycle = () =>
  Buffer.from(buildPdf()).toString("latin1").replace("/Kids [3 0 R]", "/Kids [2 0 R]");

export const buildImage = (width: number, height: number) =>
  buildPdfStream("0", `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8`);
