import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Item } from "#shared/dynamodb/table.ts";
import { createScope, loadStack } from "./backends.ts";
import type { LocalContext } from "./context.ts";
import { createBuckets, createS3Emulator } from "./documents/documents.ts";
import { startS3Server } from "./documents/s3-server.ts";
import { isDamagedDatabase, noTable, toDamagedDatabaseError } from "./dynamodb/damaged-database.ts";
import { createDynamoDbEmulator, runTables } from "./dynamodb/database.ts";
import { countIndexFaults } from "./dynamodb/mend-rows.ts";
import { quoteName, readStoredRow } from "./dynamodb/unreadable-rows.ts";
import { StartError } from "./errors.ts";
import { assertNoFile, assertNoUnfinishedRestore, type LocalHome, openHome, toHome } from "./home.ts";
import { silentProgress, type Teardown } from "./lifecycle.ts";
import { findFreePort, stopServer, toLoopbackUrl, toPortBlock } from "./network.ts";
import { RunnerRecord } from "./runner-record.ts";
import type { RunnerContext } from "./supervised-child.ts";
import { nameResources } from "./template/name-resources.ts";

/** Where the documents bucket of a local system answers. */
export interface DocumentStorage {
  readonly endpoint: string;
  readonly bucket: string;
}

/** @throws StartError if the folder contains no system, or this user may not read it; an unfinished restore is named */
export function assertHoldsSystem(folder: string): void {
  const home = toHome(folder);
  if (existsSync(home.database)) return;
  assertNoFile(folder);
  if (isForbidden(home.database))
    throw new StartError(`This user may not read ${home.folder}. Use the account that runs Palais.`);
  assertNoUnfinishedRestore(folder);
  throw new StartError(`There is no Palais system in ${folder}. Set PALAIS_HOME to the folder of its state (.palais).`);
}

/** Whether a folder of the path keeps this user out. */
function isForbidden(file: string): boolean {
  try {
    statSync(file);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES";
  }
}

/**
 * The items of a home's table as they were at one moment, whether the system runs, is stopped or has crashed. One
 * statement reads the file of the emulator, so writers neither wait nor show. A row whose text is no item is one with the
 * entity `unreadable` under its key.
 * @throws StartError if the folder contains no system, or its database is damaged
 */
export function* readSnapshot(folder: string): Generator<Item> {
  assertHoldsSystem(folder);
  const file = toHome(folder).database;
  const database = openReadOnly(file);
  try {
    if (!database.prepare("SELECT name FROM sqlite_schema WHERE name = '_tables'").get())
      throw toDamagedDatabaseError(file, noTable);
    const tables = database.prepare("SELECT table_name AS name FROM _tables").all();
    const [name] = tables.map((row) => String(row["name"]));
    if (name === undefined) return;
    const query = `SELECT pk, sk, item_json AS text FROM ${quoteName(name)}`;
    for (const row of database.prepare(query).iterate()) yield readStoredRow(row);
  } catch (error) {
    throw isDamagedDatabase(error) ? toDamagedDatabaseError(file, error) : error;
  } finally {
    database.close();
  }
}

/**
 * The number of rows of indexes in a home that do not follow from their items, at one moment.
 * @throws StartError if its database is damaged
 */
export function countHomeIndexFaults(folder: string): number {
  const database = openReadOnly(toHome(folder).database);
  try {
    database.exec("BEGIN");
    return countIndexFaults(database);
  } catch (error) {
    throw isDamagedDatabase(error) ? toDamagedDatabaseError(toHome(folder).database, error) : error;
  } finally {
    database.close();
  }
}

/**
 * Opens a database that the user may be unable to write. SQLite creates a file beside a database that it reads, except
 * one that nothing changes: a database without a log (`-wal`) is open in no process.
 * @throws StartError that names the file
 */
function openReadOnly(file: string): DatabaseSync {
  try {
    try {
      return openAndProbe(file);
    } catch (error) {
      if (existsSync(`${file}-wal`)) throw error;
    }
    return openAndProbe(new URL(`${pathToFileURL(file)}?immutable=1`));
  } catch (error) {
    if (isDamagedDatabase(error)) throw toDamagedDatabaseError(file, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `${file} can't be read (${reason}). Use an account that may read it and write into its folder.`,
    );
  }
}

function openAndProbe(location: string | URL): DatabaseSync {
  const database = new DatabaseSync(location, { readOnly: true, timeout: 5_000 });
  try {
    database.prepare("SELECT name FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Starts S3 with the files of a home and nothing that could change them. A running system does not notice it.
 * @param workspace the folder of its log
 */
export async function runDocumentReader(
  folder: string,
  workspace: string,
  teardown: Teardown,
): Promise<DocumentStorage> {
  const { documents } = toHome(folder);
  const buckets = existsSync(documents) ? await readdir(documents) : [];
  const home = { ...openHome(workspace), documents };
  const record = await RunnerRecord.acquire(home, "a backup", () => {});
  const endpoint = await runS3({ home, record, log: () => {} }, teardown);
  return { endpoint, bucket: buckets.find((name) => name.startsWith("documents")) ?? "" };
}

/** The database and the bucket of a home, and their addresses. */
export interface HomeStorage {
  readonly dynamodb: string;
  readonly table: string;
  readonly documents: DocumentStorage;
}

/**
 * Starts the database and S3 of a home on free ports and nothing else. A new home gets the table and the buckets of the
 * template.
 * @param cdkOut a folder with a synthesized app; by default the app is synthesized into the home
 */
export async function runStorage(
  home: LocalHome,
  record: RunnerRecord,
  cdkOut: string | undefined,
  teardown: Teardown,
): Promise<HomeStorage> {
  const runner: RunnerContext = { home, record, log: silentProgress.log };
  const stack = await loadStack(runner, cdkOut);
  // The names of resources contain ports, but the table and the bucket do not.
  const ports = toPortBlock(1);
  const context: LocalContext = { runner, ports, stack, scope: createScope(stack, ports) };
  nameResources(context);
  const port = await findFreePort();
  const database = createDynamoDbEmulator(port, runner);
  teardown.add(() => database.stop());
  await database.start();
  const dynamodb = toLoopbackUrl(port);
  const tables = await runTables(context, dynamodb, home.database);
  teardown.add(() => tables.records?.close());
  const emulatorPort = await findFreePort();
  const endpoint = await runS3(runner, teardown, emulatorPort);
  const bucket = await createBuckets(context, toLoopbackUrl(emulatorPort));
  return { dynamodb, table: tables.names[0] ?? "", documents: { endpoint, bucket } };
}

/** @returns the address of S3 for clients that sign their requests */
async function runS3(runner: RunnerContext, teardown: Teardown, emulatorPort?: number): Promise<string> {
  const port = emulatorPort ?? (await findFreePort());
  const child = createS3Emulator(port, runner);
  teardown.add(() => child.stop());
  await child.start();
  const serverPort = await findFreePort();
  const settings = {
    emulator: toLoopbackUrl(port),
    folder: runner.home.documents,
    buckets: [],
    onStored: () => {},
    isAllowed: () => true,
  };
  const server = await startS3Server(serverPort, settings);
  teardown.add(() => stopServer(server, 0));
  return toLoopbackUrl(serverPort);
}
