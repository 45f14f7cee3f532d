import { setTimeout as sleep } from "node:timers/promises";
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, GetObjectTaggingCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { type Item, scanItems, type Table } from "#shared/dynamodb/table.ts";
import {
  type ArchiveContents,
  type ArchivedObject,
  type ArchiveLine,
  readArchive,
  verifyArchive,
  writeArchive,
} from "./archive.ts";
import {
  type BackupStores,
  hasLocalState,
  type LocalSystemLocation,
  listLocalStateFiles,
  restoreLocalStateFile,
  withLocalStores,
} from "./stores.ts";

/** The table first: a missing file breaks a restored row, but a file without a row does no harm. */
async function* generateLines({ table, documents }: BackupStores): AsyncGenerator<ArchiveLine> {
  for await (const item of scanItems(table)) yield { item };
  for await (const object of listObjects(documents)) yield { object };
}

/** Writes the table and the bucket of a deployed system into a file. */
export const createBackup = (stores: BackupStores, file: string): Promise<ArchiveContents> =>
  writeArchive(file, generateLines(stores));

/** Writes a local system into a file, with its keys and accounts. */
export function createLocalBackup(location: LocalSystemLocation, file: string): Promise<ArchiveContents> {
  return withLocalStores(location, (stores) => {
    async function* lines(): AsyncGenerator<ArchiveLine> {
      for await (const localFile of listLocalStateFiles(location.folder)) yield { localFile };
      yield* generateLines(stores);
    }
    return writeArchive(file, lines());
  });
}

/**
 * Restores a backup into an empty table and its bucket.
 * @throws Error if the table is not empty, or the file is incomplete
 */
export async function restoreBackup({ table, documents }: BackupStores, file: string): Promise<ArchiveContents> {
  const contents = await verifyArchive(file);
  const { done: isEmpty } = await scanItems(table).next();
  if (!isEmpty) throw new Error(`The table ${table.name} isn't empty: nothing was restored.`);
  let items: Item[] = [];
  for await (const line of readArchive(file)) {
    if ("item" in line) items.push(line.item);
    if ("object" in line) await putObject(documents, line.object);
    if (items.length < itemsPerBatch) continue;
    await writeItems(table, items);
    items = [];
  }
  await writeItems(table, items);
  return contents;
}

/** Restores a local system. No function runs meanwhile. @throws Error if the folder contains a system */
export async function restoreLocalBackup(location: LocalSystemLocation, file: string): Promise<ArchiveContents> {
  const { folder } = location;
  await verifyArchive(file);
  if (hasLocalState(folder))
    throw new Error(`There is a system already in ${folder}. Stop it, and move the folder away: nothing was restored.`);
  for await (const line of readArchive(file))
    if ("localFile" in line) await restoreLocalStateFile(folder, line.localFile);
  return withLocalStores(location, (stores) => restoreBackup(stores, file));
}

/** The most items of a `BatchWriteItem` call. */
const itemsPerBatch = 25;

async function writeItems({ client, name }: Table, items: readonly Item[]): Promise<void> {
  let requests = items.map((item) => ({ PutRequest: { Item: item } }));
  while (requests.length > 0) {
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
    requests = (UnprocessedItems?.[name] ?? []) as typeof requests;
    if (requests.length > 0) await sleep(100);
  }
}

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
    for (const { Key } of page.Contents ?? []) if (Key) yield await readObject(documents, Key);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

async function readObject({ client, bucket }: DocumentsBucket, key: string): Promise<ArchivedObject> {
  const { Body, ContentType = "" } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
  return {
    key,
    contentType: ContentType,
    tags: TagSet.map(({ Key = "", Value = "" }) => [Key, Value] as const),
    bytes: (await Body?.transformToString("base64")) ?? "",
  };
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
