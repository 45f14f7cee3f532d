import { crc32, deflateSync } from "node:zlib";

const size = 240;

/** An invented logo: rings in one colour on white. @param colour `#rrggbb` @returns a PNG */
export function drawLogo(colour: string): Uint8Array<ArrayBuffer> {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const rows = Array.from({ length: size }, (_, y) => {
    const row = Array.from({ length: size }, (_pixel, x) => {
      const distance = Math.hypot(x - size / 2, y - size / 2);
      return distance < size * 0.46 && Math.floor(distance / 22) % 2 === 0 ? channels : [255, 255, 255];
    });
    // Each row begins with its filter, which is none.
    return Buffer.from([0, ...row.flat()]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [toPngChunk("IHDR", header), toPngChunk("IDAT", deflateSync(Buffer.concat(rows))), toPngChunk("IEND")];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function toPngChunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
