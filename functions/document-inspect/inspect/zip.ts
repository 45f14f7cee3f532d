import { crc32, inflateRawSync } from "node:zlib";
import { FileRejectedError } from "./file-rejected-error.ts";
import { findZipDirectoryEnd } from "./polyglots.ts";

/** The most files in a workbook. One of a hundred sheets has about 300. */
const maxEntries = 2_000;

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
}

interface DirectoryEntry {
  readonly name: string;
  readonly flags: number;
  /** The compression method: 0 for stored, 8 for deflated. */
  readonly method: number;
  readonly checksum: number;
  /** In bytes, as in `size`. */
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
}

/** The flag of an encrypted entry, and that of sizes that follow the content. */
const [encrypted, sizesFollow] = [0x1, 0x8];

const broken = () => new FileRejectedError("file-broken");

/**
 * Reads all files of a ZIP file (APPNOTE.TXT 4.3), and rejects one that two readers could read differently: with ZIP64,
 * encryption, data outside of its entries, entries that overlap, names that repeat, or sizes that differ.
 * @param maxBytes the sum of all sizes, checked before anything is inflated
 * @throws FileRejectedError
 */
export function readZip(bytes: Uint8Array, maxBytes: number): ZipEntry[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const { entries, start } = readDirectory(view);
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (names.size < entries.length) throw broken();
  if (entries.reduce((sum, { size }) => sum + size, 0) > maxBytes) throw new FileRejectedError("file-expands-too-much");
  assertContiguous(view, entries, start);
  return entries.map((entry) => ({ name: entry.name, content: readContent(view, entry) }));
}

/** The longest record of the sizes that follow an entry, in bytes (APPNOTE.TXT 4.3.9). */
const descriptorBytes = 16;

/** Each entry begins where the one before ends, and the directory where the last one ends. */
function assertContiguous(view: Buffer, entries: readonly DirectoryEntry[], directory: number): void {
  let [end, surplus] = [0, 0];
  const assertNext = (offset: number) => {
    if (offset < end || offset > end + surplus) throw broken();
  };
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    assertNext(entry.offset);
    end = findContent(view, entry) + entry.compressedSize;
    surplus = (entry.flags & sizesFollow) === 0 ? 0 : descriptorBytes;
  }
  assertNext(directory);
}

function readDirectory(view: Buffer): { entries: DirectoryEntry[]; start: number } {
  const end = findZipDirectoryEnd(view);
  if (end === undefined) throw broken();
  const [onDisk, count] = [view.readUInt16LE(end + 8), view.readUInt16LE(end + 10)];
  const [size, start] = [view.readUInt32LE(end + 12), view.readUInt32LE(end + 16)];
  // The values of ZIP64 are the largest of their fields, so they fail here, too.
  if (onDisk !== count || count > maxEntries || start + size !== end) throw broken();
  const entries: DirectoryEntry[] = [];
  let at = start;
  for (let remaining = count; remaining > 0; remaining -= 1) {
    if (at + 46 > end || view.readUInt32LE(at) !== 0x02014b50) throw broken();
    const length = view.readUInt16LE(at + 28);
    entries.push({
      name: readName(view, at + 46, length),
      flags: view.readUInt16LE(at + 8),
      method: view.readUInt16LE(at + 10),
      checksum: view.readUInt32LE(at + 16),
      compressedSize: view.readUInt32LE(at + 20),
      size: view.readUInt32LE(at + 24),
      offset: view.readUInt32LE(at + 42),
    });
    at += 46 + length + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  if (at !== end) throw broken();
  return { entries, start };
}

function readName(view: Buffer, at: number, length: number): string {
  const name = view.toString("utf8", at, at + length);
  if (name === "" || name.startsWith("/") || /[\\\p{Cc}]|(?:^|\/)\.\.(?:\/|$)/u.test(name)) throw broken();
  return name;
}

/** @returns the offset of the content of an entry, whose own header says the same as the directory */
function findContent(view: Buffer, entry: DirectoryEntry): number {
  const { offset, flags, method, checksum, compressedSize, size } = entry;
  if (offset + 30 > view.length || view.readUInt32LE(offset) !== 0x04034b50) throw broken();
  const localFlags = view.readUInt16LE(offset + 6);
  const sizes = [14, 18, 22].map((at) => view.readUInt32LE(offset + at));
  const isSame = [checksum, compressedSize, size].every((each, index) => sizes[index] === each);
  const areAbsent = (localFlags & sizesFollow) !== 0 && sizes.every((each) => each === 0);
  if (localFlags !== flags || (flags & encrypted) !== 0 || view.readUInt16LE(offset + 8) !== method) throw broken();
  if (!isSame && !areAbsent) throw broken();
  const length = view.readUInt16LE(offset + 26);
  if (readName(view, offset + 30, length) !== entry.name) throw broken();
  return offset + 30 + length + view.readUInt16LE(offset + 28);
}

function readContent(view: Buffer, entry: DirectoryEntry): Uint8Array {
  const { method, compressedSize, size, checksum } = entry;
  const from = findContent(view, entry);
  const packed = view.subarray(from, from + compressedSize);
  const content = method === 0 ? packed : inflate(packed, method, size);
  if (content.length !== size || crc32(content) !== checksum) throw broken();
  return content;
}

function inflate(packed: Buffer, method: number, size: number): Buffer {
  if (method !== 8) throw broken();
  try {
    return inflateRawSync(packed, { maxOutputLength: size + 1 });
  } catch {
    throw broken();
  }
}
