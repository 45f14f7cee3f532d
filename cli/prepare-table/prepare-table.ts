import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { App, Stack } from "aws-cdk-lib/core";
import { createTemporaryFolder } from "../../infra/build-paths.ts";
import { createTable } from "../../infra/data/table.ts";
import { describeTable, waitUntilActive } from "../../local/dynamodb/ensure-table.ts";
import { runnableResources } from "../../local/template/runnable-resources.ts";

/** What DynamoDB creates a table with, and what is set afterwards. */
interface TableDefinition {
  readonly create: Omit<CreateTableCommandInput, "TableName">;
  readonly timeToLiveAttribute: string;
}

/** The table as the stack has it. */
function readTableDefinition(): TableDefinition {
  const app = new App({ outdir: createTemporaryFolder("table"), analyticsReporting: false });
  const stack = new Stack(app, "Table");
  createTable(stack);
  const { template } = app.synth({ skipValidation: true }).getStackArtifact(stack.artifactId);
  const [resource] = Object.values((template as { Resources: Record<string, { Properties: unknown }> }).Resources);
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, ...rest } = runnableResources[
    "AWS::DynamoDB::Table"
  ].parse(resource?.Properties);
  const { BillingMode, StreamSpecification, TimeToLiveSpecification } = rest;
  const indexes = GlobalSecondaryIndexes.map(({ Projection: { ProjectionType, NonKeyAttributes }, ...index }) => ({
    ...index,
    Projection: { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) },
  }));
  const stream = { StreamEnabled: true, ...StreamSpecification };
  return {
    create: {
      ...{ AttributeDefinitions, KeySchema, BillingMode },
      GlobalSecondaryIndexes: indexes,
      StreamSpecification: stream,
    },
    timeToLiveAttribute: TimeToLiveSpecification?.AttributeName ?? "",
  };
}

/** A table that the functions can use, and what was done to it, in sentences. */
export interface PreparedTable {
  readonly streamArn: string;
  readonly steps: readonly string[];
}

/** The time between two tries, in ms. */
const pollMs = 500;

/**
 * Gives a table what the table of the stack has besides its items: keys and indexes, if it is created, and stream, TTL,
 * point-in-time recovery and deletion protection, which a restore to a point in time does not bring. It can be repeated.
 * @param isNew whether to create the table
 * @throws Error for a missing table, or one with other keys or indexes
 */
export async function prepareTable(client: DynamoDBClient, name: string, isNew: boolean): Promise<PreparedTable> {
  const definition = readTableDefinition();
  const found = await describeTable(client, name);
  const steps: string[] = [];
  if (!found) {
    if (!isNew) throw new Error(`There is no table ${name} in this account and region. --create creates it.`);
    await client.send(new CreateTableCommand({ TableName: name, ...definition.create }));
    steps.push("created, with keys, indexes and stream");
  }
  const table = await waitUntilActive(client, name);
  assertSameShape(name, table, definition);
  const update = async (step: string, change: Omit<UpdateTableCommandInput, "TableName">) => {
    await client.send(new UpdateTableCommand({ TableName: name, ...change }));
    await waitUntilActive(client, name);
    steps.push(step);
  };
  const { StreamSpecification } = definition.create;
  if (!table.StreamSpecification?.StreamEnabled) await update("stream enabled", { StreamSpecification });
  if (!table.DeletionProtectionEnabled) await update("protected from deletion", { DeletionProtectionEnabled: true });
  if (await enableTimeToLive(client, name, definition.timeToLiveAttribute)) steps.push("TTL enabled");
  if (await enablePointInTimeRecovery(client, name)) steps.push("point-in-time recovery enabled");
  const { LatestStreamArn, StreamSpecification: stream } = await waitUntilActive(client, name);
  if (!LatestStreamArn || stream?.StreamViewType !== StreamSpecification?.StreamViewType)
    throw new Error(`The stream of ${name} has other images: disable it (aws dynamodb update-table), and repeat.`);
  return { streamArn: LatestStreamArn, steps };
}

/** @throws Error if the keys or the indexes are not those of the stack's table */
function assertSameShape(name: string, table: TableDescription, { create }: TableDefinition): void {
  const describeShape = (shape: Pick<TableDescription, "KeySchema" | "GlobalSecondaryIndexes">) => {
    const keys = (schema: TableDescription["KeySchema"]) =>
      (schema ?? []).map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).toSorted();
    const indexes = (shape.GlobalSecondaryIndexes ?? []).map((index) => `${index.IndexName}: ${keys(index.KeySchema)}`);
    return [keys(shape.KeySchema).join(), ...indexes.toSorted()].join("; ");
  };
  const [wanted, found] = [describeShape(create as TableDescription), describeShape(table)];
  if (wanted !== found) throw new Error(`${name} is no table of Palais: it has ${found}, and not ${wanted}.`);
}

/** @returns whether it was not enabled before */
async function enableTimeToLive(client: DynamoDBClient, name: string, attribute: string): Promise<boolean> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  if (["ENABLED", "ENABLING"].includes(TimeToLiveDescription?.TimeToLiveStatus ?? "")) return false;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: attribute };
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  return true;
}

/** How often it is tried: DynamoDB prepares the backups of a new table for some seconds. */
const maxRecoveryAttempts = 60;

/** @returns whether it was not enabled before */
async function enablePointInTimeRecovery(client: DynamoDBClient, name: string): Promise<boolean> {
  const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName: name }));
  const { PointInTimeRecoveryStatus } = ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  if (PointInTimeRecoveryStatus === "ENABLED") return false;
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  const command = new UpdateContinuousBackupsCommand({ TableName: name, PointInTimeRecoverySpecification });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return true;
    } catch (error) {
      const isPreparing = error instanceof Error && error.name === "ContinuousBackupsUnavailableException";
      if (!isPreparing || attempt === maxRecoveryAttempts) throw error;
      await sleep(pollMs);
    }
  }
}
