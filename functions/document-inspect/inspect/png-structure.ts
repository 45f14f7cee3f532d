import { crc32, inflateSync } from "node:zlib";
import { FileRejectedError } from "./file-rejected-error.ts";
import { assertPixelsAllowed, type ImageSize } from "./image-size.ts";

/** The most chunks of a PNG. libpng writes an IDAT for each 8 KB. */
const maxChunks = 10_000;

/** The most memory of the pixels, in bytes: 25 megapixels of 8 bits in four channels. */
const maxPixelBytes = 100_000_000;

const signature = Buffer.from("\u0089PNG\r\n\u001a\n", "latin1");

/** The colour types with their channels, and the bit depths of each (ISO/IEC 15948, table 11.1). */
const colourTypes: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

/** The passes of an interlaced image: the first column and row, and the distance to the next (ISO/IEC 15948, 8.2). */
const adam7Passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface PngHeader extends ImageSize {
  readonly bitsPerPixel: number;
  readonly isInterlaced: boolean;
}

/** A PNG of which nothing but the pixels is left. */
export interface PngPixels extends ImageSize {
  readonly bytes: Uint8Array;
}

/**
 * Reads the chunks of a PNG, and keeps those of its pixels only: its palette, transparency and data. Texts, profiles,
 * metadata and further frames are never decoded.
 * @throws FileRejectedError as `assertPixelsAllowed`; `file-too-complex` for pixels that need too much memory because
 * they have 16 bits or are interlaced; `file-expands-too-much` for data that unpack to more than the pixels
 */
export function readPngPixels(bytes: Uint8Array): PngPixels {
  const chunks = readChunks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const [first] = chunks;
  if (first?.type !== "IHDR" || first.content.length !== 13) throw new FileRejectedError("file-broken");
  const header = parseHeader(first.content);
  assertPixelsAllowed(header);
  const pixelBytes = countPixelBytes(header);
  // The passes of an interlaced image are put together in memory, which takes as long as the rest.
  if (pixelBytes * (header.isInterlaced ? 2 : 1) > maxPixelBytes) throw new FileRejectedError("file-too-complex");
  const find = (type: string) => chunks.filter((chunk) => chunk.type === type).map(({ content }) => content);
  const data = Buffer.concat(find("IDAT"));
  assertInflatesTo(data, pixelBytes);
  const optional = (["PLTE", "tRNS"] as const).flatMap((type) =>
    find(type)
      .slice(0, 1)
      .map((content) => toChunk(type, content)),
  );
  const kept = [toChunk("IHDR", first.content), ...optional, toChunk("IDAT", data), toChunk("IEND", Buffer.alloc(0))];
  const { width, height } = header;
  return { width, height, bytes: new Uint8Array(Buffer.concat([signature, ...kept])) };
}

interface Chunk {
  readonly type: string;
  readonly content: Buffer;
}

function readChunks(view: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = signature.length; at + 12 <= view.length; ) {
    const length = view.readUInt32BE(at);
    const type = view.toString("latin1", at + 4, at + 8);
    if (at + 12 + length > view.length) break;
    chunks.push({ type, content: view.subarray(at + 8, at + 8 + length) });
    if (type === "IEND") return chunks;
    if (chunks.length > maxChunks) throw new FileRejectedError("file-too-complex");
    at += 12 + length;
  }
  throw new FileRejectedError("file-broken");
}

function parseHeader(header: Buffer): PngHeader {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = header.subarray(8);
  const type = colourTypes[colour];
  if (!type?.depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1 || width * height === 0)
    throw new FileRejectedError("file-broken");
  return { width, height, bitsPerPixel: type.channels * depth, isInterlaced: interlace === 1 };
}

/** The size of the inflated data: each row of each pass begins with the byte of its filter. */
function countPixelBytes({ width, height, bitsPerPixel, isInterlaced }: PngHeader): number {
  const passes = isInterlaced ? adam7Passes : ([[0, 0, 1, 1]] as const);
  return passes.reduce((sum, [x, y, columns, rows]) => {
    const [passWidth, passHeight] = [Math.ceil((width - x) / columns), Math.ceil((height - y) / rows)];
    return passWidth > 0 && passHeight > 0 ? sum + passHeight * (1 + Math.ceil((passWidth * bitsPerPixel) / 8)) : sum;
  }, 0);
}

/** Encoders may add a few bytes after the last row. */
const surplusBytes = 1_024;

function assertInflatesTo(data: Buffer, pixelBytes: number): void {
  try {
    const { length } = inflateSync(data, { maxOutputLength: pixelBytes + surplusBytes });
    if (length >= pixelBytes) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new FileRejectedError("file-expands-too-much");
  }
  throw new FileRejectedError("file-broken");
}

function toChunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
