import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { runBackends } from "../../local/backends.ts";
import { toClientConfig } from "../../local/context.ts";
import { openHome } from "../../local/home.ts";
import { silentProgress, Teardown } from "../../local/lifecycle.ts";
import { toPortBlock } from "../../local/network.ts";
import { RunnerRecord } from "../../local/runner-record.ts";
import type { SystemDescription } from "../../local/system.ts";
import { toApiUrl } from "../../local/template/name-resources.ts";
import { findLocalDescription, openLocalTable } from "../target.ts";
import type { ArchiveLine } from "./archive.ts";

/** The data of a system. */
export interface BackupStores {
  readonly table: Table;
  readonly documents: DocumentsBucket;
}

export interface LocalSystemLocation {
  readonly folder: string;
  /** The first of the block of ports. */
  readonly port: number;
  /** A synthesized app. By default that of the system's last start, or else a new one. */
  readonly cdkOut?: string;
}

const openLocalStores = (system: Pick<SystemDescription, "dynamodb" | "table" | "documents">): BackupStores => ({
  table: openLocalTable(system),
  documents: {
    client: new S3Client({ ...toClientConfig(system.documents.endpoint), forcePathStyle: true }),
    bucket: system.documents.bucket,
  },
});

/** Opens a deployed system with the usual AWS credentials. */
export const openDeployedStores = (table: string, bucket: string): BackupStores => ({
  table: { client: new DynamoDBClient(), name: table },
  documents: { client: new S3Client(), bucket },
});

/** Opens the local system. If it is stopped, starts its database and files, but no function that could change them. */
export async function withLocalStores<T>(
  { folder, port, ...location }: LocalSystemLocation,
  work: (stores: BackupStores) => Promise<T>,
): Promise<T> {
  const description = findLocalDescription(folder);
  if (description) return work(openLocalStores(description));
  const progress = silentProgress;
  const teardown = new Teardown();
  try {
    const home = openHome(folder);
    const ports = toPortBlock(port);
    const record = await RunnerRecord.acquire(home, toApiUrl(ports.api), progress.log);
    teardown.add(() => record.release());
    const isSynthesized = existsSync(path.join(home.cdkOut, "manifest.json"));
    const options = { home: folder, port, ...(isSynthesized && { cdkOut: home.cdkOut }), ...location };
    const runner = { home, record, log: progress.log };
    const { endpoints, tables, documents } = await runBackends({ runner, ports, progress, options, teardown });
    const stores = openLocalStores({
      dynamodb: endpoints.dynamodb,
      table: tables.names[0] ?? "",
      documents: { endpoint: endpoints.s3, bucket: documents.bucket },
    });
    return await work(stores);
  } finally {
    await teardown.run("stop");
  }
}

type LocalStateFile = Extract<ArchiveLine, { readonly localFile: unknown }>["localFile"];

/** Reads the files that replace KMS and Cognito locally. Without the badge key no gate accepts a printed badge. */
export async function* listLocalStateFiles(folder: string): AsyncGenerator<LocalStateFile> {
  const home = openHome(folder);
  const read = async (file: string): Promise<LocalStateFile> => ({
    path: path.relative(home.folder, file),
    text: await readFile(file, "utf8"),
  });
  for (const stateFolder of [home.keys, home.cognito]) {
    const entries = await readdir(stateFolder, { recursive: true, withFileTypes: true });
    for (const entry of entries) if (entry.isFile()) yield read(path.join(entry.parentPath, entry.name));
  }
  if (existsSync(home.accountsFile)) yield read(home.accountsFile);
}

/** Whether the folder contains the state of a system, running or stopped. */
export const hasLocalState = (folder: string): boolean => existsSync(openHome(folder).database);

/** @throws Error for a path outside the folder */
export async function restoreLocalStateFile(folder: string, { path: relative, text }: LocalStateFile): Promise<void> {
  const home = openHome(folder);
  const file = path.resolve(home.folder, relative);
  if (!file.startsWith(home.folder + path.sep)) throw new Error(`${relative} is outside ${home.folder}.`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}
