import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { toClientConfig } from "../../local/context.ts";
import { toHome } from "../../local/home.ts";
import type { DocumentStorage } from "../../local/storage.ts";
import type { ArchiveLine } from "./archive.ts";

/** The data of a system. */
export interface BackupStores {
  readonly table: Table;
  readonly documents: DocumentsBucket;
}

/** The bucket of a local system. */
export const openLocalDocuments = ({ endpoint, bucket }: DocumentStorage): DocumentsBucket => ({
  client: new S3Client({ ...toClientConfig(endpoint), forcePathStyle: true }),
  bucket,
});

/** Opens a deployed system with the usual AWS credentials. */
export const openDeployedStores = (table: string, bucket: string): BackupStores => ({
  table: { client: new DynamoDBClient(), name: table },
  documents: { client: new S3Client(), bucket },
});

type LocalStateFile = Extract<ArchiveLine, { readonly localFile: unknown }>["localFile"];

/** Reads the files that replace KMS and Cognito locally. Without the badge key no gate accepts a printed badge. */
export async function* listLocalStateFiles(folder: string): AsyncGenerator<LocalStateFile> {
  const home = toHome(folder);
  const read = async (file: string): Promise<LocalStateFile> => ({
    path: path.relative(home.folder, file),
    text: await readFile(file, "utf8"),
  });
  for (const stateFolder of [home.keys, home.cognito].filter((each) => existsSync(each))) {
    const entries = await readdir(stateFolder, { recursive: true, withFileTypes: true });
    for (const entry of entries) if (entry.isFile()) yield read(path.join(entry.parentPath, entry.name));
  }
  for (const file of [home.keyRecord, home.accountsFile]) if (existsSync(file)) yield read(file);
}

/** @throws Error for a path outside the folder */
export async function restoreLocalStateFile(folder: string, { path: relative, text }: LocalStateFile): Promise<void> {
  const home = toHome(folder);
  const file = path.resolve(home.folder, relative);
  if (!file.startsWith(home.folder + path.sep)) throw new Error(`${relative} is outside ${home.folder}.`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}
