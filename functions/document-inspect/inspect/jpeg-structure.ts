import { FileRejectedError } from "./file-rejected-error.ts";
import { assertPixelsAllowed, type ImageSize } from "./image-size.ts";

/** The most segments of a JPEG. A colour profile of 4 MB takes 64 of them. */
const maxSegments = 1_000;

/** The most scans of a JPEG. Encoders write one, or about ten for a progressive image. */
const maxScans = 32;

/**
 * The most pixels that are decoded over all scans: a decoder of a progressive image passes all of them in each scan.
 */
const maxScannedPixels = 300_000_000;

/**
 * Frames that are decoded: baseline, extended sequential and progressive, all with Huffman codes (ITU-T T.81, B.1.1.3).
 */
const decodedFrames = new Set([0xc0, 0xc1, 0xc2]);

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const [endOfImage, startOfScan] = [0xd9, 0xda];

/** The start of a second image, a hierarchical image, and a height that follows the scan. */
const forbiddenMarkers = new Set([0x00, 0xd8, 0xde, 0xdc]);

/**
 * Reads the markers of a JPEG up to its end, without decoding anything.
 * @returns its size
 * @throws FileRejectedError for an image that is cut off, has no frame or a second one, or is encoded in a way that
 * cameras and scanners do not use: arithmetic codes, lossless, hierarchical, more than 8 bits, CMYK; `file-too-complex`
 * for too many segments or scans; as `assertPixelsAllowed`
 */
export function readJpegSize(bytes: Uint8Array): ImageSize {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let size: ImageSize | undefined;
  let scans = 0;
  for (const { marker, at } of listSegments(view)) {
    if (isFrame(marker)) {
      if (size) throw new FileRejectedError("file-is-two-in-one");
      size = readFrame(view, at);
    }
    if (marker !== startOfScan) continue;
    scans += 1;
    if (!size) throw new FileRejectedError("file-broken");
    if (scans > maxScans || scans * size.width * size.height > maxScannedPixels)
      throw new FileRejectedError("file-too-complex");
  }
  if (!size || scans === 0) throw new FileRejectedError("file-broken");
  return size;
}

/** The segments up to the end of the image, each with its marker. The data of a scan belong to its segment. */
function* listSegments(view: Buffer): Generator<{ readonly marker: number; readonly at: number }> {
  let segments = 0;
  for (let at = 2; ; ) {
    const marker = view[at + 1] ?? 0;
    if (view[at] !== 0xff) throw new FileRejectedError("file-broken");
    if (marker === endOfImage) return;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (forbiddenMarkers.has(marker) || at + 4 > view.length) throw new FileRejectedError("file-broken");
    segments += 1;
    if (segments > maxSegments) throw new FileRejectedError("file-too-complex");
    yield { marker, at };
    const end = at + 2 + view.readUInt16BE(at + 2);
    at = marker === startOfScan ? findScanEnd(view, end) : end;
  }
}

function readFrame(view: Buffer, at: number): ImageSize {
  if (at + 10 > view.length || !decodedFrames.has(view[at + 1] ?? 0)) throw new FileRejectedError("file-broken");
  const [precision, components] = [view[at + 4], view[at + 9]];
  const size = { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) };
  const isSupported = precision === 8 && (components === 1 || components === 3);
  // A height of 0 would be defined after the scan.
  if (!isSupported || size.width === 0 || size.height === 0) throw new FileRejectedError("file-broken");
  assertPixelsAllowed(size);
  return size;
}

/** The next marker after the data of a scan, in which 0xFF is followed by 0 or by a restart marker. */
function findScanEnd(view: Buffer, from: number): number {
  for (let at = view.indexOf(0xff, from); at >= 0; at = view.indexOf(0xff, at + 1)) {
    const next = view[at + 1] ?? 0;
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
  }
  throw new FileRejectedError("file-broken");
}
