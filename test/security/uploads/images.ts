import { deflateSync } from "node:zlib";
import { addJpegSegment, buildJpeg, joinBytes } from "../../support/files.ts";
import { buildPngChunk } from "../../support/png.ts";

const u16 = (value: number) => new Uint8Array([value >> 8, value & 0xff]);

const jpegSegment = (marker: number, ...content: readonly Uint8Array[]) => {
  const body = joinBytes(...content);
  return joinBytes(new Uint8Array([0xff, marker]), u16(body.length + 2), body);
};

const [startOfImage, endOfImage] = [new Uint8Array([0xff, 0xd8]), new Uint8Array([0xff, 0xd9])];

const quantization = jpegSegment(0xdb, new Uint8Array([0, ...new Array(64).fill(1)]));

/** A frame with one component. @param marker 0xC0 for baseline, 0xC2 for progressive */
const frame = (marker: number, width: number, height: number, { precision = 8, components = 1 } = {}) =>
  jpegSegment(
    marker,
    new Uint8Array([precision]),
    u16(height),
    u16(width),
    new Uint8Array([components, ...Array.from({ length: components }, (_, index) => [index + 1, 0x11, 0]).flat()]),
  );

/** A Huffman table of two codes, of one bit and of two. @param table 0x00 for DC, 0x10 for AC */
const huffman = (table: number, first: number, second: number) =>
  jpegSegment(0xc4, new Uint8Array([table, 1, 1, ...new Array(14).fill(0), first, second]));

const scan = (from: number, to: number, data: Uint8Array, components = 1) => {
  const tables = Array.from({ length: components }, (_, index) => [index + 1, 0]).flat();
  return joinBytes(jpegSegment(0xda, new Uint8Array([components, ...tables, from, to, 0])), data);
};

/**
 * A progressive JPEG with many scans. Each of them has a few bytes, which say that all its blocks are empty, and makes a
 * decoder pass over all blocks.
 */
export function buildScanBomb(width: number, height: number, scans: number): Uint8Array {
  // The code of a DC difference of 0 is one bit: 0.
  const firstData = new Uint8Array(Math.ceil((Math.ceil(width / 8) * Math.ceil(height / 8)) / 8));
  // Code 0 is "16,384 to 32,767 empty blocks" and 14 bits of their number: all blocks of an image of 600 by 800.
  const emptyData = new Uint8Array([0b0000_0000, 0b0000_0000]);
  const empty = Array.from({ length: scans }, () => scan(1, 63, emptyData));
  const head = [startOfImage, quantization, frame(0xc2, width, height), huffman(0x00, 0, 1), huffman(0x10, 0xe0, 0)];
  return joinBytes(...head, scan(0, 0, firstData), ...empty, endOfImage);
}

/** A JPEG of one gray component whose blocks are all equal, so that a large picture is a small file. */
export function buildPlainJpeg(width: number, height: number, marker = 0xc0, options = {}): Uint8Array {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  // For each block the code of a DC difference of 0, and that of the end of the block: two bits of 0.
  const data = new Uint8Array(Math.ceil(blocks / 4));
  const head = [startOfImage, quantization, frame(marker, width, height, options), huffman(0x00, 0, 1)];
  return joinBytes(...head, huffman(0x10, 0, 1), scan(0, 63, data), endOfImage);
}

/** A JPEG with two frames, of which a reader may use either. */
export const buildTwoFrameJpeg = () => {
  const jpeg = buildPlainJpeg(600, 800);
  return joinBytes(jpeg.subarray(0, 2), frame(0xc0, 8, 8), jpeg.subarray(2));
};

/** A JPEG whose scan consists of restart markers. */
export const buildRestartFlood = (markers: number) => {
  const restarts = new Uint8Array(markers * 2).map((_, index) => (index % 2 === 0 ? 0xff : 0xd0 + ((index >> 1) % 8)));
  const head = [startOfImage, quantization, frame(0xc0, 600, 800), huffman(0x00, 0, 1), huffman(0x10, 0, 1)];
  return joinBytes(...head, jpegSegment(0xdd, u16(1)), scan(0, 63, restarts), endOfImage);
};

/** A JPEG with that many application segments. */
export function buildSegmentFlood(segments: number): Uint8Array {
  const jpeg = buildJpeg();
  const flood = Array.from({ length: segments }, () => jpegSegment(0xe2, new Uint8Array(2)));
  return joinBytes(jpeg.subarray(0, 2), ...flood, jpeg.subarray(2));
}

/** A JPEG whose EXIF directory names itself as the next one. */
export const buildExifLoop = () => {
  const tiff = Buffer.alloc(26);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x8769, 10);
  tiff.writeUInt16BE(4, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt32BE(8, 18);
  tiff.writeUInt32BE(8, 22);
  return addJpegSegment(buildJpeg(), 0xe1, joinBytes("Exif\0\0", new Uint8Array(tiff)));
};

/** A JPEG whose compressed data are cut off. */
export const buildCutJpeg = () => buildJpeg().subarray(0, 4_000);

/** A compressed chunk of text or of a profile that inflates to that many bytes. */
export function buildTextBomb(type: "zTXt" | "iCCP" | "iTXt", bytes: number): Uint8Array {
  const head = type === "iTXt" ? "Comment\0\u0001\0\0\0" : "Comment\0\0";
  return buildPngChunk(type, joinBytes(head, new Uint8Array(deflateSync(Buffer.alloc(bytes, 65), { level: 9 }))));
}
