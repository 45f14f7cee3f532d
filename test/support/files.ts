import { crc32, deflateRawSync, deflateSync } from "node:zlib";
import jpegCodec from "@jimp/js-jpeg";
import pngCodec from "@jimp/js-png";

const toBytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
export const joinBytes = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? toBytes(part) : part))));

/** A picture with something in each corner, so that turning and cutting can be seen. */
function buildBitmap(width: number, height: number) {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      data[at] = Math.floor((x * 255) / width);
      data[at + 1] = Math.floor((y * 255) / height);
      data[at + 2] = x < width / 2 && y < height / 2 ? 255 : 0;
    }
  }
  return { data, width, height };
}

export const buildJpeg = (width = 600, height = 800): Uint8Array =>
  new Uint8Array(jpegCodec().encode(buildBitmap(width, height) as never, { quality: 80 }) as Buffer);

export const buildPng = async (width = 600, height = 800): Promise<Uint8Array> =>
  new Uint8Array((await pngCodec().encode(buildBitmap(width, height) as never)) as Buffer);

/** A JPEG with a segment after its start: EXIF, a comment. */
export function addJpegSegment(jpeg: Uint8Array, marker: number, content: Uint8Array): Uint8Array {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return joinBytes(jpeg.subarray(0, 2), new Uint8Array(head), content, jpeg.subarray(2));
}

/** EXIF that says "turn by 90°", where it was taken (as a text) and by which camera. */
export function buildExif(place: string): Uint8Array {
  const text = `${place}\0`;
  const head = Buffer.alloc(38);
  head.write("MM\0*", 0, "latin1");
  head.writeUInt32BE(8, 4);
  head.writeUInt16BE(2, 8);
  // Orientation (0x0112), a short: 6.
  head.writeUInt16BE(0x0112, 10);
  head.writeUInt16BE(3, 12);
  head.writeUInt32BE(1, 14);
  head.writeUInt16BE(6, 18);
  // Model (0x0110), a text behind the table.
  head.writeUInt16BE(0x0110, 22);
  head.writeUInt16BE(2, 24);
  head.writeUInt32BE(text.length, 26);
  head.writeUInt32BE(38, 30);
  return joinBytes("Exif\0\0", new Uint8Array(head), text);
}

/** A PDF of one page; `objects` come after its own three, `trailer` into its trailer, `page` into its page. */
export function buildPdf({ objects = [], catalogue = "", trailer = "" }: PdfParts = {}, page = ""): Uint8Array {
  const all = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${page} >>`,
    ...objects,
  ];
  const parts: Uint8Array[] = [toBytes("%PDF-1.7\n")];
  const offsets: number[] = [];
  let start = parts[0]?.length ?? 0;
  for (const [index, object] of all.entries()) {
    const part = joinBytes(`${index + 1} 0 obj\n`, object, "\nendobj\n");
    offsets.push(start);
    parts.push(part);
    start += part.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = all.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\n`;
  return joinBytes(...parts, `${end}startxref\n${start}\n%%EOF\n`);
}

interface PdfParts {
  readonly objects?: readonly (string | Uint8Array)[];
  readonly catalogue?: string;
  readonly trailer?: string;
}

/** A deflated stream of a PDF. @param opening the text between its dictionary and its data */
export function buildPdfStream(content: Uint8Array | string, dictionary = "", opening = "stream\n"): Uint8Array {
  const packed = deflateSync(typeof content === "string" ? toBytes(content) : content, { level: 9 });
  return joinBytes(
    `<< /Length ${packed.length} /Filter /FlateDecode ${dictionary} >>\n${opening}`,
    new Uint8Array(packed),
    "\nendstream",
  );
}

/** A ZIP file. */
export function buildZip(entries: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const plain = typeof content === "string" ? toBytes(content) : content;
    const packed = deflateRawSync(plain, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    const file = joinBytes("PK\x03\x04", new Uint8Array(common), name, new Uint8Array(packed));
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(joinBytes("PK\x01\x02\x14\0", new Uint8Array(common), new Uint8Array(rest), name));
    files.push(file);
    offset += file.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return joinBytes(...files, ...directory, "PK\x05\x06", new Uint8Array(end));
}
