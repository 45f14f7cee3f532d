import { crc32, deflateSync } from "node:zlib";

/** A picture without transparency, three bytes a pixel. */
interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of eight bits a channel. Each row begins with its filter: the difference from the row above. */
export function encodePng({ width, height, data }: RgbPicture): Uint8Array<ArrayBuffer> {
  const stride = width * 3;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1);
    rows[start] = 2;
    for (let at = 0; at < stride; at += 1) {
      const above = row === 0 ? 0 : (data[(row - 1) * stride + at] ?? 0);
      rows[start + 1 + at] = (data[row * stride + at] ?? 0) - above;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [encodeChunk("IHDR", header), encodeChunk("IDAT", deflateSync(rows)), encodeChunk("IEND")];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function encodeChunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
