import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { findStoredFormFault, StoredFormCheck } from "#shared/dynamodb/stored-form.repository.ts";
import type { Item, Table } from "#shared/dynamodb/table.ts";
import { toClientConfig } from "../local/context.ts";
import { getHomeFolder, parseJsonObject, toHome } from "../local/home.ts";
import { isRunnerAlive } from "../local/runner-record.ts";
import { assertHoldsSystem, readSnapshot } from "../local/storage.ts";
import type { SystemDescription } from "../local/system.ts";
import { assertNotRestoring } from "./backup/restore-marker.repository.ts";
import { UsageError } from "./command.ts";

/** The options that name a deployed system. Without them a command works on the local system. */
export interface OperatorTarget {
  readonly table?: string | undefined;
  readonly bucket?: string | undefined;
}

/** The names of a deployed system; undefined for the local system. @throws UsageError if one of them is missing */
export function parseDeployedNames({ table, bucket }: OperatorTarget): { table: string; bucket: string } | undefined {
  if (table === undefined && bucket === undefined) return undefined;
  if (table === undefined || bucket === undefined)
    throw new UsageError("A deployed system needs --table and --bucket.");
  return { table, bucket };
}

/** The folder of the local system, as `npm start` reads it. */
export const getLocalLocation = () => ({ folder: getHomeFolder() });

/** The description of a running local system; undefined if it is stopped, or was killed and left the file behind. */
export function findLocalDescription(folder: string): SystemDescription | undefined {
  const home = toHome(folder);
  if (!existsSync(home.descriptionFile) || !isRunnerAlive(home)) return undefined;
  const description = parseJsonObject<SystemDescription>(readFileSync(home.descriptionFile, "utf8"));
  if (description) return description;
  throw new Error(`${home.descriptionFile} is damaged. Stop the system and start it again, which writes the file.`);
}

/** @throws Error if no local system runs */
export function loadLocalDescription(): SystemDescription {
  const { folder } = getLocalLocation();
  const description = findLocalDescription(folder);
  if (description) return description;
  assertHoldsSystem(folder);
  throw new Error(
    `The system in ${folder} is not running. Start it with npm start, or give the options of a deployed system.`,
  );
}

export const openLocalTable = ({ dynamodb, table }: Pick<SystemDescription, "dynamodb" | "table">): Table => ({
  client: new DynamoDBClient(toClientConfig(dynamodb)),
  name: table,
});

/**
 * Opens a deployed table with the usual AWS credentials, or without a name the table of the running local system.
 * @throws Error for a table that is half restored, or that another version of Palais has written
 */
export async function openOperatorTable(name: string | undefined): Promise<Table> {
  if (name === undefined) return openLocalTable(loadLocalDescription());
  const table = { client: new DynamoDBClient(), name };
  await assertUsableTable(table, `npm run upgrade -- --table ${name}`);
  return table;
}

/** @throws Error for a table that is half restored, or that another version of Palais has written */
export async function assertUsableTable(table: Table, upgradedBy?: string): Promise<void> {
  await assertNotRestoring(table);
  const fault = await findStoredFormFault(table, upgradedBy);
  if (fault) throw new Error(`The table ${table.name} can't be used: ${fault}`);
}

/**
 * Reads the table of a local system at one moment, whether the system runs or not.
 * @throws Error for a home that another version of Palais has written
 */
export function* readLocalTable(folder: string): Generator<Item> {
  const check = new StoredFormCheck("npm run upgrade");
  for (const item of readSnapshot(folder)) {
    check.add(item);
    yield item;
  }
  const fault = check.findFault();
  if (fault) throw new Error(`The state in ${path.resolve(folder)} can't be used: ${fault}`);
}
