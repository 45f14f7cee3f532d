import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { Item } from "#shared/dynamodb/table.ts";

/** A file of the bucket. */
export interface ArchivedObject {
  readonly key: string;
  readonly contentType: string;
  readonly tags: readonly (readonly [name: string, value: string])[];
  /** Base64. */
  readonly bytes: string;
}

/**
 * One line of a backup. `localFile` is a file in the folder of the local system, such as a key, which is not in KMS.
 */
export type ArchiveLine =
  | { readonly item: Item }
  | { readonly object: ArchivedObject }
  | { readonly localFile: { readonly path: string; readonly text: string } };

/** The number of items and files in a backup. */
export interface ArchiveContents {
  readonly items: number;
  readonly objects: number;
}

const archiveFormat = "palais-backup-1";

/** The last line. Without it, or with another checksum, the file is incomplete or was altered. */
interface ArchiveEnd {
  readonly end: ArchiveContents & { readonly sha256: string };
}

/** Writes a backup that only its owner can read. @throws Error if the file exists */
export async function writeArchive(file: string, lines: AsyncIterable<ArchiveLine>): Promise<ArchiveContents> {
  const contents = { items: 0, objects: 0 };
  const hash = createHash("sha256");
  async function* texts() {
    yield `${JSON.stringify({ form: archiveFormat, at: new Date().toISOString() })}\n`;
    for await (const line of lines) {
      if ("item" in line) contents.items += 1;
      if ("object" in line) contents.objects += 1;
      const text = `${JSON.stringify(line)}\n`;
      hash.update(text);
      yield text;
    }
    yield `${JSON.stringify({ end: { ...contents, sha256: hash.digest("hex") } } satisfies ArchiveEnd)}\n`;
  }
  await pipeline(Readable.from(texts()), createGzip(), createWriteStream(file, { mode: 0o600, flags: "wx" }));
  return contents;
}

/** Reads the lines of a backup. @throws Error at the end for a file that is no backup, incomplete or altered */
export async function* readArchive(file: string): AsyncGenerator<ArchiveLine> {
  const hash = createHash("sha256");
  let [isBackup, isComplete] = [false, false];
  for await (const text of readTextLines(file)) {
    const line = JSON.parse(text) as ArchiveLine | ArchiveEnd | { readonly form: string };
    if ("form" in line) isBackup = line.form === archiveFormat;
    else if ("end" in line) isComplete = line.end.sha256 === hash.digest("hex");
    else {
      if (!isBackup) break;
      hash.update(`${text}\n`);
      yield line;
    }
  }
  if (!isBackup) throw new Error(`${file} is no backup of Palais.`);
  if (!isComplete) throw new Error(`${file} is broken off or was altered.`);
}

/** Reads the lines of the unpacked file. @throws Error for a corrupt file */
async function* readTextLines(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  pipeline(createReadStream(file), unpacked).catch(() => {});
  unpacked.setEncoding("utf8");
  let rest = "";
  for await (const chunk of unpacked) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Reads the whole file, so that nothing is restored from an incomplete one. @throws Error as `readArchive` does */
export async function verifyArchive(file: string): Promise<ArchiveContents> {
  const contents = { items: 0, objects: 0 };
  for await (const line of readArchive(file)) {
    if ("item" in line) contents.items += 1;
    if ("object" in line) contents.objects += 1;
  }
  return contents;
}
