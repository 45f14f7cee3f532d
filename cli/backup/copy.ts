import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { GetObjectCommand, GetObjectTaggingCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { type Item, scanItems, writeItems } from "#shared/dynamodb/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { describeDiskFault, describeFullDisk, leastRoom, readRoom } from "../../local/full-disk.ts";
import { hasLocalState, openHome, resolveFolder, toRestoringFolder } from "../../local/home.ts";
import { synthesisNotice, Teardown } from "../../local/lifecycle.ts";
import { endGuarded } from "../../local/process-guard.ts";
import { RunnerRecord } from "../../local/runner-record.ts";
import { assertHoldsSystem, runDocumentReader, runStorage } from "../../local/storage.ts";
import { untilAborted } from "../command.ts";
import { assertUsableTable, openLocalTable, readLocalTable } from "../target.ts";
import { type UpgradeReport, upgradeTable } from "../upgrade/upgrade-table.ts";
import {
  type ArchiveContents,
  type ArchivedObject,
  type ArchiveLine,
  readArchive,
  type VerifiedArchive,
  verifyArchive,
  writeArchive,
} from "./archive.ts";
import { type VerifiedBackup, verifyBackup } from "./backup-verification.ts";
import { createWorkspace, recordPart } from "./leftovers.ts";
import { assertRestorable, beginRestore, endRestore } from "./restore-marker.repository.ts";
import { type BackupStores, listLocalStateFiles, openLocalDocuments, restoreLocalStateFile } from "./stores.ts";

export interface LocalSystemLocation {
  readonly folder: string;
  /** A synthesized app. By default the app is synthesized for a restore. */
  readonly cdkOut?: string;
}

/** The contents of a written backup, and what its verification found. */
export type BackupReport = ArchiveContents & Pick<VerifiedBackup, "differences" | "missing">;

/**
 * Writes the table and the bucket of a deployed system into a file: the table first, because a missing file breaks a
 * restored row, but a file without a row does no harm. A scan takes time, so rows that are written meanwhile may
 * disagree with their counters.
 * @param signal ends the backup early, and leaves no file
 * @throws Error if they do, or if another version of Palais has written the table: no file is written
 */
export async function createBackup(
  { table, documents }: BackupStores,
  file: string,
  signal?: AbortSignal,
): Promise<BackupReport> {
  await assertUsableTable(table);
  async function* lines(): AsyncGenerator<ArchiveLine> {
    for await (const item of scanItems(table)) yield { item };
    for await (const object of listObjects(documents)) yield { object };
  }
  const verify = async (written: string) => {
    const { differences } = await verifyBackup(written);
    if (differences.length === 0) return;
    throw new Error(
      `The rows and counters that were read disagree (${differences.length} differences, the first: ` +
        `${differences[0]}): someone writes to the table, or it is damaged. No file was written. Restore ` +
        `${table.name} to a point in time and back that table up, or run verify-counters (docs/operations.md).`,
    );
  };
  const contents = await writeArchive(file, lines(), verify, { signal });
  return { ...contents, differences: [], missing: [] };
}

/**
 * Writes a local system into a file, with its keys and accounts: its table at one moment, whether it runs, is stopped
 * or has crashed.
 * @param signal ends the backup early, and leaves no file
 * @throws Error if the folder contains no system, or one that another version of Palais has written
 */
export async function createLocalBackup(
  { folder }: LocalSystemLocation,
  file: string,
  signal?: AbortSignal,
): Promise<BackupReport> {
  assertHoldsSystem(folder);
  const teardown = new Teardown();
  try {
    const workspace = await createWorkspace(folder);
    teardown.add(() => rm(workspace, { recursive: true, force: true }));
    const documents = openLocalDocuments(await runDocumentReader(folder, workspace, teardown));
    async function* lines(): AsyncGenerator<ArchiveLine> {
      for await (const localFile of listLocalStateFiles(folder)) yield { localFile };
      for (const item of readLocalTable(folder)) yield { item };
      if (documents.bucket !== "") for await (const object of listObjects(documents)) yield { object };
    }
    let found: Pick<VerifiedBackup, "differences" | "missing"> = { differences: [], missing: [] };
    const verify = async (written: string) => {
      found = await verifyBackup(written);
    };
    const onPart = (part: string) => recordPart(folder, workspace, part);
    const contents = await writeArchive(file, lines(), verify, { signal, onPart });
    return { ...contents, differences: found.differences, missing: found.missing };
  } finally {
    await teardown.run("stop");
  }
}

/** What was restored. */
export interface RestoreReport extends ArchiveContents {
  /** Absent for a backup in the current form. */
  readonly upgrade?: UpgradeReport;
}

/**
 * Restores a backup into a table and its bucket, and upgrades one in an older form. The table must be empty, or contain
 * an interrupted restore of the same file, which is repeated.
 * @param log is told from time to time how far the restore is
 * @throws Error if it contains something else, or the file is incomplete
 */
export async function restoreBackup(
  { table, documents }: BackupStores,
  file: string,
  log: (text: string) => void = () => {},
): Promise<RestoreReport> {
  const { digest, room: _, ...contents } = await verifyBeforeRestore(file);
  await assertRestorable(table, digest);
  await beginRestore(table, digest, new Date());
  let items: Item[] = [];
  let [written, saidAt] = [0, Date.now()];
  for await (const line of readArchive(file)) {
    if ("item" in line) items.push(line.item);
    if ("object" in line) await putObject(documents, line.object);
    if (items.length < itemsPerWrite) continue;
    await writeItems(table, items, Date.now() + writeTimeoutMs);
    written += items.length;
    items = [];
    if (Date.now() - saidAt < progressIntervalMs) continue;
    saidAt = Date.now();
    log(`${written} of ${contents.items} items are restored …`);
  }
  await writeItems(table, items, Date.now() + writeTimeoutMs);
  const upgrade = await upgradeTable(toCommandStore(table));
  await endRestore(table);
  return { ...contents, ...(upgrade && { upgrade }) };
}

/** The room of a synthesized app, in bytes: bundles, source maps, fonts and pages. */
export const appBytes = 160 * 1_048_576;

/**
 * Restores a local system. No function runs meanwhile, and no port of the system is used. The home is prepared beside
 * its place and renamed when it is complete: a restore that is killed leaves no half home, and can be repeated.
 * @param signal ends the restore early, and leaves nothing
 * @param log is told what takes long
 * @throws Error if the folder contains something, the file is damaged, or the disk is full or read-only
 */
export async function restoreLocalBackup(
  location: LocalSystemLocation,
  file: string,
  signal?: AbortSignal,
  log: (text: string) => void = () => {},
): Promise<RestoreReport> {
  // The rename at the end needs the place itself, not a link to it.
  const folder = resolveFolder(location.folder);
  const { room } = await verifyBeforeRestore(file);
  await assertVacant(folder);
  const needed = room + (location.cdkOut === undefined ? appBytes : 0);
  const effect = `nothing was restored from ${file}`;
  const assertRoom = async () => {
    if ((await readRoom(folder)) < needed) throw new Error(await describeFullDisk(folder, effect, needed));
  };
  const teardown = new Teardown();
  const prepared = toRestoringFolder(folder);
  // What an interrupted restore left takes room, too: it is deleted first.
  if (!existsSync(prepared)) await assertRoom();
  /** Names a fault of the disk in place of the error that it caused. */
  const toDiskError = async (error: unknown): Promise<unknown> => {
    const fault = await describeDiskFault(error, folder, effect, needed);
    return fault === undefined ? error : new Error(fault);
  };
  const { home, record } = await openRestoring(prepared, folder).catch(async (error: unknown) => {
    throw await toDiskError(error);
  });
  const restore = async (): Promise<RestoreReport> => {
    await emptyFolder(prepared, path.basename(home.runnerFile));
    await assertRoom();
    openHome(prepared);
    for await (const line of readArchive(file))
      if ("localFile" in line) await restoreLocalStateFile(prepared, line.localFile);
    if (location.cdkOut === undefined) log(synthesisNotice);
    const { documents, ...database } = await runStorage(home, record, location.cdkOut, teardown);
    const stores = { table: openLocalTable(database), documents: openLocalDocuments(documents) };
    return restoreBackup(stores, file, log);
  };
  try {
    const report = await untilAborted(restore(), signal);
    await teardown.run("stop");
    await record.release();
    await rename(prepared, folder);
    return report;
  } catch (error) {
    const isFull = (await readRoom(prepared)) < leastRoom;
    const fault = isFull ? new Error(await describeFullDisk(folder, effect, needed)) : await toDiskError(error);
    await teardown.run("stop");
    // What still runs would write into the folder.
    if (signal?.aborted) await endGuarded();
    await rm(prepared, { recursive: true, force: true });
    throw signal?.aborted ? error : fault;
  }
}

/** Opens the folder in which a home is prepared, for this process alone. */
async function openRestoring(prepared: string, folder: string) {
  const home = openHome(prepared);
  return { home, record: await RunnerRecord.acquire(home, `a restore into ${folder}`, () => {}) };
}

/** @throws Error as `verifyArchive` does, which says that nothing was restored */
async function verifyBeforeRestore(file: string): Promise<VerifiedArchive> {
  try {
    return await verifyArchive(file);
  } catch (error) {
    throw new Error(`Nothing was restored. ${error instanceof Error ? error.message : error}`);
  }
}

async function assertVacant(folder: string): Promise<void> {
  const move = "Stop it, and move the folder away: nothing was restored.";
  if (hasLocalState(folder)) throw new Error(`There is a system already in ${folder}. ${move}`);
  const isVacant = !existsSync(folder) || (await readdir(folder)).length === 0;
  if (!isVacant) throw new Error(`${folder} isn't empty. Move it away: nothing was restored.`);
}

/** Deletes what an interrupted restore left. */
async function emptyFolder(folder: string, kept: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== kept);
  for (const name of names) await rm(path.join(folder, name), { recursive: true, force: true });
}

/** A long restore says so often how far it is, in ms. */
const progressIntervalMs = 5_000;

/** The items that are read before they are written. */
const itemsPerWrite = 1_000;

/** How long a restore waits for a table that refuses writes because of its capacity, in ms. */
const writeTimeoutMs = 300_000;

/**
 * Reads every file of the bucket with its type and its tags. A file without the tag of a clean scan can't be read
 * later.
 */
async function* listObjects(documents: DocumentsBucket): AsyncGenerator<ArchivedObject> {
  const { client, bucket } = documents;
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, ...(ContinuationToken && { ContinuationToken }) }),
    );
    for (const { Key } of page.Contents ?? []) {
      const object = Key && (await readObject(documents, Key));
      if (object) yield object;
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

/** @returns `undefined` for a file that was deleted since it was listed */
async function readObject({ client, bucket }: DocumentsBucket, key: string): Promise<ArchivedObject | undefined> {
  try {
    const { Body, ContentType = "" } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
    return {
      key,
      contentType: ContentType,
      tags: TagSet.map(({ Key = "", Value = "" }) => [Key, Value] as const),
      bytes: (await Body?.transformToString("base64")) ?? "",
    };
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchKey") return undefined;
    throw error;
  }
}

async function putObject(
  { client, bucket }: DocumentsBucket,
  { key, contentType, tags, bytes }: ArchivedObject,
): Promise<void> {
  const Tagging = new URLSearchParams(Object.fromEntries(tags)).toString();
  const Body = Buffer.from(bytes, "base64");
  await client.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: contentType, ...(Tagging && { Tagging }) }),
  );
}
