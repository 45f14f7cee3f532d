import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Table } from "#shared/store/table.ts";

/**
 * The table that an operator's tool works on: of the running local system, or, named and with the usual AWS
 * credentials, of a deployed one.
 */
export function operatorTable(name: string | undefined): Table {
  if (name !== undefined) return { client: new DynamoDBClient(), name };
  const file = join(process.env["PALAIS_HOME"] ?? ".palais", "local.json");
  if (!existsSync(file))
    throw new Error("No local system is running (npm start); for a deployed one, name its --table.");
  const { dynamodb, table } = JSON.parse(readFileSync(file, "utf8")) as { dynamodb: string; table: string };
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { client: new DynamoDBClient({ endpoint: dynamodb, region: "eu-central-1", credentials }), name: table };
}
