import { createHash } from "node:crypto";
import { constants, createReadStream, createWriteStream, existsSync } from "node:fs";
import { access, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import * as z from "zod/mini";
import { StoredFormCheck } from "#shared/dynamodb/stored-form.repository.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import { isItem } from "../../local/dynamodb/unreadable-rows.ts";
import { describeDiskFault, describeReadOnlyDisk, isReadOnlyDisk } from "../../local/full-disk.ts";
import { untilAborted } from "../command.ts";
import { archivedObjectSchema, localFileSchema } from "./archive.contract.ts";
import { toPartFile } from "./leftovers.ts";

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

/** How a backup is written. */
interface WriteOptions {
  /** Ends the backup early. */
  readonly signal?: AbortSignal | undefined;
  /** Gets the name of the file that is written until the backup is complete. */
  readonly onPart?: (part: string) => Promise<void>;
}

/**
 * Writes a backup that only its owner can read. The file gets its name when it is complete and `verify` accepts it, so
 * that a broken-off backup is never taken for one.
 * @param verify gets the name of the written file
 * @throws Error if the file exists, or its folder does not
 */
export async function writeArchive(
  file: string,
  lines: AsyncIterable<ArchiveLine>,
  verify: (written: string) => Promise<void>,
  { signal, onPart }: WriteOptions = {},
): Promise<ArchiveContents> {
  if (existsSync(file)) throw new Error(`${file} exists already. Choose another name: nothing was written.`);
  await assertWritable(path.dirname(path.resolve(file)));
  const part = toPartFile(file);
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
    await onPart?.(part);
    const written = createWriteStream(part, { flags: "wx", mode: 0o600 });
    await pipeline(Readable.from(texts()), createGzip(), written, signal ? { signal } : {});
    await untilAborted(verify(part), signal);
    // Fails if the file exists by now.
    await (await open(file, "wx", 0o600)).close();
    await rename(part, file);
  } catch (error) {
    const fault = await describeDiskFault(error, path.dirname(file), "no backup was written");
    throw fault === undefined ? error : new Error(fault);
  } finally {
    await rm(part, { force: true });
  }
  return contents;
}

/** @throws Error for a folder in which this user can't create a file */
async function assertWritable(folder: string): Promise<void> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}: nothing was written.`);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    if (isReadOnlyDisk(error)) throw new Error(describeReadOnlyDisk(folder, "nothing was written"));
    throw new Error(`This user may not write into ${folder}: nothing was written.`);
  });
}

/** A file that is no backup, or a damaged one. */
class ArchiveFault extends Error {}

/**
 * Reads the lines of a backup. Its items may be in an older form, which a restore upgrades.
 * @throws Error for a file that is no backup, damaged, incomplete, altered or of a form that no upgrade reads
 */
export async function* readArchive(file: string): AsyncGenerator<ArchiveLine> {
  try {
    yield* readRecords(file);
  } catch (error) {
    throw error instanceof ArchiveFault ? new Error(error.message + (await describeOthers(file))) : error;
  }
}

async function* readRecords(file: string): AsyncGenerator<ArchiveLine> {
  const check = new ArchiveCheck(file);
  for await (const line of readTextLines(file)) {
    const record = check.add(line);
    if (record) yield record;
  }
  check.assertComplete();
}

/** Whether the lines of a file, in their order, are those of a whole backup. */
class ArchiveCheck {
  readonly #file: string;
  readonly #hash = createHash("sha256");
  readonly #form = new StoredFormCheck("npm run restore");
  #isBackup = false;
  #isComplete = false;
  #records = 0;
  readonly #contents = { items: 0, objects: 0 };

  constructor(file: string) {
    this.#file = file;
  }

  /** @returns the record of the line; none for the head and the end @throws ArchiveFault for a damaged line */
  add({ text, offset }: TextLine): ArchiveLine | undefined {
    const line = parseLine(text);
    if (!this.#isBackup) {
      this.#isBackup = line !== undefined && "form" in line && line.form === archiveFormat;
      if (!this.#isBackup) throw new ArchiveFault(`${this.#file} is no backup of Palais.`);
      return undefined;
    }
    this.#records += 1;
    const place = `record ${this.#records}, at byte ${offset} of its unpacked content`;
    if (!line || "form" in line || this.#isComplete)
      throw new ArchiveFault(`${this.#file} is damaged: ${place}, can't be read.`);
    if ("end" in line) return this.#addEnd(line);
    const fault = findRecordFault(line);
    if (fault !== undefined) throw new ArchiveFault(`${this.#file} is damaged: ${place}, ${fault}.`);
    this.#hash.update(`${text}\n`);
    if ("item" in line) {
      this.#form.add(line.item);
      this.#contents.items += 1;
    }
    if ("object" in line) this.#contents.objects += 1;
    return line;
  }

  #addEnd({ end }: ArchiveEnd): undefined {
    const { items, objects } = this.#contents;
    if (end.sha256 !== this.#hash.digest("hex"))
      throw new ArchiveFault(`${this.#file} is damaged: some record was altered (another checksum).`);
    if (end.items !== items || end.objects !== objects)
      throw new ArchiveFault(
        `${this.#file} is damaged: it contains ${items} items and ${objects} files, and its end names ` +
          `${end.items} and ${end.objects}.`,
      );
    this.#isComplete = true;
  }

  assertComplete(): void {
    if (!this.#isBackup) throw new ArchiveFault(`${this.#file} is no backup of Palais.`);
    if (!this.#isComplete)
      throw new ArchiveFault(`${this.#file} is broken off after record ${this.#records}: its end is missing.`);
    const fault = this.#form.findUpgradeFault();
    if (fault) throw new Error(`${this.#file} can't be used: ${fault}`);
  }
}

/** @returns `undefined` for a line that is in no backup */
function parseLine(text: string): ArchiveLine | ArchiveEnd | { readonly form: unknown } | undefined {
  try {
    const line: unknown = JSON.parse(text);
    const isKnown = typeof line === "object" && line !== null;
    if (isKnown && ["form", "item", "object", "localFile", "end"].some((name) => name in line))
      return line as ArchiveLine;
  } catch {
    // Not JSON.
  }
  return undefined;
}

/** What is wrong with the record of an item, a file of the bucket or a local file; undefined for a sound one. */
function findRecordFault(line: ArchiveLine): string | undefined {
  if ("item" in line) return isItem(line.item) ? undefined : "is no item with a key";
  if ("object" in line) return z.safeParse(archivedObjectSchema, line.object).success ? undefined : "is no file";
  return z.safeParse(localFileSchema, line.localFile).success ? undefined : "is no local file";
}

interface TextLine {
  readonly text: string;
  /** Where the line begins in the unpacked file, in bytes. */
  readonly offset: number;
}

/** Reads the lines of the unpacked file. @throws ArchiveFault for a corrupt file @throws Error for a missing one */
async function* readTextLines(file: string): AsyncGenerator<TextLine> {
  const unpacked = createGunzip();
  pipeline(createReadStream(file), unpacked).catch(() => {});
  let parts: Buffer[] = [];
  let [offset, lines] = [0, 0];
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
        const line = Buffer.concat([...parts, chunk.subarray(from, end)]);
        yield { text: line.toString("utf8"), offset };
        parts = [];
        offset += line.length + 1;
        lines += 1;
        from = end + 1;
      }
      parts.push(chunk.subarray(from));
    }
  } catch (error) {
    // The first line is the head.
    const place = `after record ${Math.max(0, lines - 1)}, at byte ${offset} of its unpacked content`;
    throw toReadError(file, error as NodeJS.ErrnoException, place);
  }
}

/** @param place how far the file could be unpacked */
function toReadError(file: string, { code, message }: NodeJS.ErrnoException, place: string): Error {
  if (code === "ENOENT") return new Error(`There is no file ${file}.`);
  if (!code?.startsWith("Z_")) return new Error(`${file} can't be read: ${message}.`);
  if (message === "incorrect header check") return new ArchiveFault(`${file} is no backup of Palais.`);
  if (message === "unexpected end of file") return new ArchiveFault(`${file} is broken off ${place}.`);
  return new ArchiveFault(`${file} is damaged ${place} (${message}).`);
}

/** The other backups that are beside a damaged one, the newest first; empty for a folder that can't be listed. */
async function describeOthers(file: string): Promise<string> {
  const folder = path.dirname(path.resolve(file));
  const all = await readdir(folder).catch(() => undefined);
  if (all === undefined) return "";
  const names = all.filter((name) => name !== path.basename(file) && !name.endsWith(".part"));
  const found: { name: string; at: string }[] = [];
  for (const name of names) {
    const at = await readBackupTime(path.join(folder, name));
    if (at !== undefined) found.push({ name, at });
  }
  const sorted = found.toSorted((a, b) => b.at.localeCompare(a.at)).map(({ name, at }) => `${name} (of ${at})`);
  return sorted.length === 0
    ? ` There is no other backup in ${folder}: use a copy from elsewhere.`
    : ` Other backups in ${folder}: ${sorted.slice(0, 3).join(", ")}. Verify one: npm run backup -- --verify FILE`;
}

/** @returns when a backup was begun; `undefined` for a file that does not begin as one */
async function readBackupTime(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    for await (const { text } of readTextLines(file)) {
      const head = parseLine(text);
      const isHead = head && "form" in head && head.form === archiveFormat && "at" in head;
      return isHead ? String(head.at) : undefined;
    }
  } catch {
    // It can't be read or unpacked, or is a link to nothing.
  }
  return undefined;
}

/** The room that the emulator of DynamoDB needs for an item, with its indexes and its log, by the bytes of its JSON. */
const roomPerItemByte = 4;

/** What is in a complete backup, and the digest of its lines, which tells one backup from another. */
export interface VerifiedArchive extends ArchiveContents {
  /** The room that its content takes in a local system, in bytes, about. */
  readonly room: number;
  readonly digest: string;
}

/** Reads the whole file, so that nothing is restored from an incomplete one. @throws Error as `readArchive` does */
export async function verifyArchive(file: string): Promise<VerifiedArchive> {
  const contents = { items: 0, objects: 0, room: 0 };
  const hash = createHash("sha256");
  for await (const line of readArchive(file)) {
    const text = JSON.stringify(line);
    hash.update(text);
    contents.room += "item" in line ? roomPerItemByte * text.length : text.length;
    if ("item" in line) contents.items += 1;
    if ("object" in line) contents.objects += 1;
  }
  return { ...contents, digest: hash.digest("hex") };
}

/**
 * All items of a backup, and the texts of its local files by their path in the home.
 * @throws Error as `readArchive` does, and for a backup in an older form
 */
export async function readArchivedContents(file: string) {
  const items: Item[] = [];
  const localFiles = new Map<string, string>();
  const form = new StoredFormCheck("npm run restore");
  for await (const line of readArchive(file)) {
    if ("localFile" in line) localFiles.set(line.localFile.path, line.localFile.text);
    if (!("item" in line)) continue;
    form.add(line.item);
    items.push(line.item);
  }
  const fault = form.findFault();
  if (fault) throw new Error(`${file} can't be verified: ${fault}`);
  return { items, localFiles };
}
