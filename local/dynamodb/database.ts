import { existsSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type LocalContext, toClientConfig } from "../context.ts";
import { StartError } from "../errors.ts";
import { reportDiskFault } from "../full-disk.ts";
import { loopback, toLoopbackUrl } from "../network.ts";
import { type RunnerContext, resolveModule, SupervisedChild } from "../supervised-child.ts";
import { toArn } from "../template/arn.ts";
import { listResources } from "../template/resources.ts";
import { ensureTable } from "./ensure-table.ts";

/** @throws StartError where the packaged emulator is not installed: it runs on Linux on x64 only */
function findEmulatorBinary(): string {
  try {
    const binary = path.join(path.dirname(resolveModule("@dynoxide/linux-x64/package.json")), "dynoxide");
    if (existsSync(binary)) return binary;
  } catch {
    // Not installed.
  }
  throw new StartError(
    "There is no DynamoDB: the packaged one (@dynoxide/linux-x64) is for Linux on x64 only. Start another one, such as " +
      "DynamoDB Local (or npx dynoxide serve --port 8000), and set its address: DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start",
  );
}

/** The packaged DynamoDB with a file in the home. */
export const createDynamoDbEmulator = (port: number, runner: RunnerContext): SupervisedChild =>
  new SupervisedChild(
    {
      name: "database",
      command: findEmulatorBinary(),
      args: ["serve", "--host", loopback, "--port", String(port), "--db-path", runner.home.database],
      readyUrl: toLoopbackUrl(port),
    },
    runner,
  );

/** The tables of the template. */
export interface LocalTables {
  readonly client: DynamoDBClient;
  readonly names: readonly string[];
  /** The stream records in the emulator's file; undefined for an external database. */
  readonly records: StreamRecords | undefined;
}

/** Creates or updates the tables. @param file the file of the packaged emulator; undefined for an external database */
export async function runTables(
  { stack, scope }: LocalContext,
  endpoint: string,
  file: string | undefined,
): Promise<LocalTables> {
  const client = new DynamoDBClient(toClientConfig(endpoint));
  const tables = listResources("AWS::DynamoDB::Table", stack.template, scope).map(({ logicalId, properties }) => {
    return { logicalId, properties, name: properties.TableName ?? `Palais-${logicalId}` };
  });
  const names = tables.map(({ name }) => name);
  const records = file === undefined ? undefined : new StreamRecords(file);
  if (records) assertNoOtherTables(records, names);
  for (const { logicalId, properties, name } of tables) {
    const { LatestStreamArn } = await ensureTable(client, name, properties);
    scope.define(logicalId, {
      ref: name,
      attributes: { Arn: toArn("dynamodb", `table/${name}`), ...(LatestStreamArn && { StreamArn: LatestStreamArn }) },
    });
  }
  return { client, names, records };
}

/** A table that the template no longer contains would be invisible state. */
function assertNoOtherTables(records: StreamRecords, names: readonly string[]): void {
  const others = records.listTables().filter((name) => !names.includes(name));
  if (others.length === 0) return;
  throw new StartError(
    `The local database contains ${others.join(", ")}, which the template no longer has. To start with empty state, move the folder ` +
      "of the state (.palais/) away.",
  );
}

/** Deletes the stream records that every consumer has passed, every few seconds until the signal. */
export async function trimRegularly(
  { names, records }: LocalTables,
  listCheckpoints: () => readonly (string | undefined)[],
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<void> {
  while (records && !signal.aborted) {
    await sleep(5_000, undefined, { signal, ref: false }).catch(() => {});
    const all = listCheckpoints();
    if (signal.aborted || all.length === 0 || all.includes(undefined)) continue;
    const lowest = all.reduce((one, other) => (BigInt(one ?? 0) < BigInt(other ?? 0) ? one : other)) ?? "0";
    try {
      for (const name of names) records.trim(name, lowest);
    } catch (error) {
      // The records stay until there is room.
      if (!reportDiskFault(error, log)) throw error;
    }
  }
}

/** Whether another connection holds the lock of the database (SQLITE_BUSY). */
const isDatabaseLocked = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && error.errcode === 5;

/** The number of records that are deleted at a time, because the emulator waits for the transaction. */
const recordsPerTrim = 2_000;

/**
 * The stream records in the emulator's file. The emulator searches all records for the newest one at every write, so
 * that writes become slower, and never deletes a record. This class adds an index and deletes records.
 */
export class StreamRecords {
  readonly #file: DatabaseSync;

  /** @param file the emulator's database, which the emulator has opened before */
  constructor(file: string) {
    this.#file = new DatabaseSync(file, { timeout: 5_000 });
    this.#file.exec(
      "CREATE INDEX IF NOT EXISTS palais_newest ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
    );
    // From now on a wait would keep the whole system waiting, and the records can be deleted later.
    this.#file.exec("PRAGMA busy_timeout = 50");
  }

  listTables(): string[] {
    const rows = this.#file.prepare("SELECT table_name AS name FROM _tables").all();
    return rows.map(({ name }) => String(name));
  }

  /**
   * Deletes the records before `sequence`, which every consumer has passed. That record stays: the emulator numbers the
   * next record after the newest one, and would restart at 1 in an empty stream, before every checkpoint. Deletes nothing
   * while the emulator writes.
   */
  trim(table: string, sequence: string): void {
    const statement = this.#file.prepare(
      `DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records
       WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < CAST(? AS INTEGER) LIMIT ${recordsPerTrim})`,
    );
    try {
      statement.run(table, sequence);
    } catch (error) {
      if (!isDatabaseLocked(error)) throw error;
    }
  }

  close(): void {
    this.#file.close();
  }
}
