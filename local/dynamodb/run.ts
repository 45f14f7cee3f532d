import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Context, credentials } from "../context.ts";
import { tableName } from "../name-resources.ts";
import { StartError } from "../start-error.ts";
import { arn, region } from "../template/resolve.ts";
import { resourcesOf } from "../template/resources.ts";
import { StreamRecords } from "./stream-records.ts";
import { ensureTable } from "./tables.ts";

/** The tables of the template, as they are. */
export interface Tables {
  readonly client: DynamoDBClient;
  readonly names: readonly string[];
  /** The emulator's own file; undefined when the database is somebody else's. */
  readonly records: StreamRecords | undefined;
}

/** Brings up the tables. @param file the emulator's database, if it is ours */
export async function runTables(context: Context, endpoint: string, file: string | undefined): Promise<Tables> {
  const { stack, scope } = context;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const tables = resourcesOf("AWS::DynamoDB::Table", stack.template, scope).map(({ logicalId, properties }) => {
    return { logicalId, properties, name: tableName(logicalId, properties.TableName) };
  });
  const names = tables.map(({ name }) => name);
  const records = file === undefined ? undefined : new StreamRecords(file);
  if (records) checkNoOthers(records, names);
  for (const { logicalId, properties, name } of tables) {
    const { LatestStreamArn } = await ensureTable(client, name, properties);
    scope.name(logicalId, {
      ref: name,
      attributes: { Arn: arn("dynamodb", `table/${name}`), ...(LatestStreamArn && { StreamArn: LatestStreamArn }) },
    });
  }
  return { client, names, records };
}

/** A table that the template no longer has would be state that nobody sees any more. */
function checkNoOthers(records: StreamRecords, names: readonly string[]): void {
  const others = records.tables().filter((name) => !names.includes(name));
  if (others.length === 0) return;
  throw new StartError(
    `The local database holds ${others.join(", ")}, which the template no longer has. To start anew, move the folder with the ` +
      "state (.palais/) away.",
  );
}

/** Deletes what every consumer has passed, now and then, until the signal. */
export async function trimRegularly(
  { names, records }: Tables,
  passed: () => readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<void> {
  while (records && !signal.aborted) {
    await sleep(5_000, undefined, { signal, ref: false }).catch(() => {});
    const all = passed();
    if (signal.aborted || all.length === 0 || all.includes(undefined)) continue;
    const least = all.reduce((one, other) => (BigInt(one ?? 0) < BigInt(other ?? 0) ? one : other)) ?? "0";
    for (const name of names) records.trim(name, least);
  }
}
