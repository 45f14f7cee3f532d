import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Table } from "#shared/dynamodb/table.ts";
import { toClientConfig } from "../local/context.ts";
import type { SystemDescription } from "../local/system.ts";
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

/** The folder and the first port of the local system, as `npm start` reads them. */
export const getLocalLocation = () => ({
  folder: process.env["PALAIS_HOME"] ?? ".palais",
  port: Number(process.env["PALAIS_PORT"] ?? "4600"),
});

/** The description of a running local system; undefined if it is stopped. */
export function findLocalDescription(folder: string): SystemDescription | undefined {
  const file = path.join(folder, "local.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as SystemDescription) : undefined;
}

/** @throws Error if no local system runs */
export function loadLocalDescription(): SystemDescription {
  const description = findLocalDescription(getLocalLocation().folder);
  if (!description) throw new Error("No local system is running (npm start). For a deployed one, see --help.");
  return description;
}

export const openLocalTable = ({ dynamodb, table }: Pick<SystemDescription, "dynamodb" | "table">): Table => ({
  client: new DynamoDBClient(toClientConfig(dynamodb)),
  name: table,
});

/** Opens a deployed table with the usual AWS credentials, or without a name the table of the running local system. */
export const openOperatorTable = (name: string | undefined): Table =>
  name === undefined ? openLocalTable(loadLocalDescription()) : { client: new DynamoDBClient(), name };
