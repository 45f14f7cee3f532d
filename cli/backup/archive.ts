import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { StoredFormCheck } from "#shared/dynamodb/stored-form.repository.ts";
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

/**
 * Writes a backup that only its owner can read. The file gets its name when it is complete and `verify` accepts it, so
 * that a broken-off backup is never taken for one.
 * @param verify gets the name of the written file
 * @throws Error if the file exists
 */
export async function writeArchive(
  file: string,
  lines: AsyncIterable<ArchiveLine>,
  verify: (written: string) => Promise<void>,
): Promise<ArchiveContents> {
  if (existsSync(file)) throw new Error(`${file} exists already. Choose another name: nothing was written.`);
  // A new file under a name that no one can foresee: another file of that name would keep its mode, or be a link.
  const part = `${file}.${randomUUID()}.part`;
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
  try {
    await pipeline(Readable.from(texts()), createGzip(), createWriteStream(part, { flags: "wx", mode: 0o600 }));
    await verify(part);
    // Fails if the file exists by now.
    await (await open(file, "wx", 0o600)).close();
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
  return contents;
}

/**
 * Reads the lines of a backup. Its items may be in an older form, which a restore upgrades.
 * @throws Error at the end for a file that is no backup, incomplete, altered or of a form that no upgrade reads
 */
export async function* readArchive(file: string): AsyncGenerator<ArchiveLine> {
  const hash = createHash("sha256");
  const form = new StoredFormCheck("npm run restore");
  let [isBackup, isComplete] = [false, false];
  for await (const text of readTextLines(file)) {
    const line = parseLine(text);
    if ("form" in line) isBackup = line.form === archiveFormat;
    else if ("end" in line) isComplete = line.end.sha256 === hash.digest("hex");
    else {
      if (!isBackup) break;
      hash.update(`${text}\n`);
      if ("item" in line) form.add(line.item);
      yield line;
    }
  }
  if (!isBackup) throw new Error(`${file} is no backup of Palais. Nothing was restored from it.`);
  if (!isComplete) throw new Error(`${file} is broken off or was altered. Use another backup.`);
  const fault = form.findUpgradeFault();
  if (fault) throw new Error(`${file} can't be used: ${fault}`);
}

/** A line that is not JSON is in no backup, so the checksum or the first line tells what the file is. */
function parseLine(text: string): ArchiveLine | ArchiveEnd | { readonly form: unknown } {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === "object" && line !== null) return line as ArchiveLine | ArchiveEnd;
  } catch {
    // Not JSON.
  }
  return { form: undefined };
}

/** Reads the lines of the unpacked file. @throws Error that names a missing or corrupt file */
async function* readTextLines(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  pipeline(createReadStream(file), unpacked).catch(() => {});
  unpacked.setEncoding("utf8");
  let parts: string[] = [];
  try {
    for await (const chunk of unpacked as AsyncIterable<string>) {
      const [first = "", ...others] = chunk.split("\n");
      parts.push(first);
      for (const other of others) {
        yield parts.join("");
        parts = [other];
      }
    }
  } catch (error) {
    throw new Error(describeReadError(file, error as NodeJS.ErrnoException));
  }
}

function describeReadError(file: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return `There is no file ${file}.`;
  // A truncated file fails with Z_BUF_ERROR, and one that was never packed with Z_DATA_ERROR.
  if (code?.startsWith("Z_")) return `${file} is damaged or no backup (${message}). Use another backup.`;
  return `${file} can't be read: ${message}.`;
}

/** What is in a complete backup, and the digest of its lines, which tells one backup from another. */
export interface VerifiedArchive extends ArchiveContents {
  readonly digest: string;
}

/** Reads the whole file, so that nothing is restored from an incomplete one. @throws Error as `readArchive` does */
export async function verifyArchive(file: string): Promise<VerifiedArchive> {
  const contents = { items: 0, objects: 0 };
  const hash = createHash("sha256");
  for await (const line of readArchive(file)) {
    hash.update(JSON.stringify(line));
    if ("item" in line) contents.items += 1;
    if ("object" in line) contents.objects += 1;
  }
  return { ...contents, digest: hash.digest("hex") };
}

/** All items of a backup. @throws Error as `readArchive` does, and for a backup in an older form */
export async function readArchivedItems(file: string): Promise<Item[]> {
  const items: Item[] = [];
  const form = new StoredFormCheck("npm run restore");
  for await (const line of readArchive(file)) {
    if (!("item" in line)) continue;
    form.add(line.item);
    items.push(line.item);
  }
  const fault = form.findFault();
  if (fault) throw new Error(`${file} can't be verified: ${fault}`);
  return items;
}
