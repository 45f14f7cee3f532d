import { crc32, deflateSync } from "node:zlib";
import createPng from "@jimp/js-png";
import { joinBytes } from "./files.ts";

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return new Uint8Array(bytes);
}

export function buildPngChunk(type: string, content: Uint8Array): Uint8Array {
  const named = joinBytes(type, content);
  return joinBytes(u32(content.length), named, u32(crc32(named)));
}

interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  /** 0 gray, 2 colours, 3 palette, 6 colours and opacity. */
  readonly colour?: number;
  readonly isInterlaced?: boolean;
  /** The size of the inflated data, in bytes; that of the pixels by default. */
  readonly unpacked?: number;
  readonly before?: readonly Uint8Array[];
  readonly after?: readonly Uint8Array[];
}

const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A PNG of one colour, so that a large picture is a small file. */
export function buildPlainPng(parts: PngParts): Uint8Array {
  const { width, height, depth = 8, colour = 2, isInterlaced = false, before = [], after = [] } = parts;
  const header = joinBytes(u32(width), u32(height), new Uint8Array([depth, colour, 0, 0, isInterlaced ? 1 : 0]));
  const bytes = isInterlaced ? countInterlacedBytes(parts) : countRowBytes(width, height, depth, colour);
  const data = deflateSync(Buffer.alloc(parts.unpacked ?? bytes), { level: 9 });
  const chunks = [buildPngChunk("IHDR", header), ...before, buildPngChunk("IDAT", new Uint8Array(data)), ...after];
  return new Uint8Array(
    Buffer.concat(["\x89PNG\r\n\x1a\n", ...chunks, buildPngChunk("IEND", new Uint8Array())].map(toBuffer)),
  );
}

const toBuffer = (part: Uint8Array | string) => (typeof part === "string" ? Buffer.from(part, "latin1") : part);

const countRowBytes = (width: number, height: number, depth: number, colour: number) =>
  width === 0 ? 0 : height * (1 + Math.ceil((width * (channels[colour] ?? 1) * depth) / 8));

/** The passes of Adam7: the first column and row, and the distance to the next. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

const countInterlacedBytes = ({ width, height, depth = 8, colour = 2 }: PngParts) =>
  passes.reduce(
    (sum, [x, y, columns, rows]) =>
      sum + countRowBytes(Math.ceil((width - x) / columns), Math.ceil((height - y) / rows), depth, colour),
    0,
  );

/** The pixels of a PNG, four bytes each, as an independent library reads them. */
export const readPng = async (bytes: Uint8Array) => createPng().decode(Buffer.from(bytes));
