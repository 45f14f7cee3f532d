import { crc32, deflateRawSync } from "node:zlib";
import { workbookParts } from "../../documents/hostile-sheets.ts";
import { joinBytes } from "../../support/files.ts";

export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly isStored?: boolean;
  /** What the directory says, in place of the truth. */
  readonly directory?: Partial<ZipFields>;
  /** What the header of the file says, in place of the truth. */
  readonly local?: Partial<ZipFields>;
}

interface ZipFields {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
}

function toFields({ name, flags, method, checksum, compressedSize, size }: ZipFields): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(flags, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt32LE(checksum, 10);
  fields.writeUInt32LE(compressedSize, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

interface ZipOptions {
  /** Bytes before the first file, and between the files and the directory. */
  readonly before?: Uint8Array;
  readonly between?: Uint8Array;
  /** The number of files in the end record. */
  readonly count?: number;
}

/** A ZIP file that may contradict itself. */
export function buildFalseZip(files: readonly ZipFile[], { before, between, count }: ZipOptions = {}): Uint8Array {
  const parts: Uint8Array[] = before ? [before] : [];
  const directory: Uint8Array[] = [];
  let at = before?.length ?? 0;
  for (const { name, content, isStored = false, directory: said = {}, local = {} } of files) {
    const plain = typeof content === "string" ? Buffer.from(content, "latin1") : content;
    const packed = isStored ? plain : deflateRawSync(plain, { level: 9 });
    const sizes = { compressedSize: packed.length, size: plain.length };
    const truth = { name, flags: 0, method: isStored ? 0 : 8, checksum: crc32(plain), ...sizes, offset: at };
    const [own, listed] = [
      { ...truth, ...local },
      { ...truth, ...said },
    ];
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(listed.offset, 10);
    const file = [Buffer.from("PK\x03\x04", "latin1"), toFields(own), Buffer.from(own.name), packed];
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), toFields(listed), rest]));
    directory.push(Buffer.from(listed.name));
    parts.push(...file);
    at += file.reduce((sum, { length }) => sum + length, 0);
  }
  if (between) parts.push(between);
  const start = at + (between?.length ?? 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count ?? files.length, 4);
  end.writeUInt16LE(count ?? files.length, 6);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    8,
  );
  end.writeUInt32LE(start, 12);
  return joinBytes(Buffer.concat([...parts, ...directory]), "PK\x05\x06", new Uint8Array(end));
}

/** The files of a workbook with one row of headings. */
export const listWorkbookFiles = (): ZipFile[] =>
  Object.entries(workbookParts('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>')).map(
    ([name, content]) => ({ name, content }),
  );

/** A workbook whose only sheet is another file than usual, with one cell far away. */
export const buildMovedWorkbook = (part: string, cell = '<c r="ZZZ1048576"><v>1</v></c>'): Uint8Array =>
  buildFalseZip(
    Object.entries(workbookParts(`<row>${cell}</row>`)).map(([name, content]) => ({
      name: name.replace("xl/worksheets/sheet1.xml", `xl/${part}`),
      content: content.replaceAll("worksheets/sheet1.xml", part),
    })),
  );

/** A workbook in which many entries of the directory share the same stored bytes. */
export function buildOverlappingWorkbook(entries: number, bytes: number): Uint8Array {
  const files = listWorkbookFiles();
  const shared = { name: "xl/media/0.bin", content: Buffer.alloc(bytes, 65), isStored: true };
  const offset = measureFiles(files);
  const more = Array.from({ length: entries }, (_, index) => ({
    name: `xl/media/${index + 1}.bin`,
    content: "",
    isStored: true,
    directory: { offset, checksum: crc32(shared.content), compressedSize: bytes, size: bytes },
  }));
  return buildFalseZip([...files, shared, ...more]);
}

/** The size of the files without the directory, in bytes. */
function measureFiles(files: readonly ZipFile[]): number {
  const zip = Buffer.from(buildFalseZip(files));
  return zip.readUInt32LE(zip.length - 6);
}
