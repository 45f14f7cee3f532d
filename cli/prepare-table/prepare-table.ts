import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeContinuousBackupsCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { App, Stack } from "aws-cdk-lib/core";
import { createTemporaryFolder } from "../../infra/build-paths.ts";
import { createTable } from "../../infra/data/table.ts";
import {
  alignTimeToLive,
  describeKeys,
  describeTable,
  findTimeToLiveAttribute,
  type TableDefinition,
  toCreateTableInput,
  waitUntilActive,
} from "../../local/dynamodb/ensure-table.ts";
import { runnableResources } from "../../local/template/runnable-resources.ts";

/** The table as the stack has it. */
function readTableDefinition(): TableDefinition {
  const app = new App({ outdir: createTemporaryFolder("table"), analyticsReporting: false });
  const stack = new Stack(app, "Table");
  createTable(stack);
  const { template } = app.synth({ skipValidation: true }).getStackArtifact(stack.artifactId);
  const [resource] = Object.values((template as { Resources: Record<string, { Properties: unknown }> }).Resources);
  return runnableResources["AWS::DynamoDB::Table"].parse(resource?.Properties);
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
 * point-in-time recovery and deletion protection, which a restore to a point in time does not bring. It can be
 * repeated.
 * @param isNew whether to create the table
 * @throws Error for a missing table, or one with other keys, indexes or TTL
 */
export async function prepareTable(client: DynamoDBClient, name: string, isNew: boolean): Promise<PreparedTable> {
  const definition = readTableDefinition();
  const created = toCreateTableInput(name, definition);
  const found = await describeTable(client, name);
  const steps: string[] = [];
  if (!found) {
    if (!isNew) throw new Error(`There is no table ${name} in this account and region. --create creates it.`);
    await client.send(new CreateTableCommand(created));
    steps.push("created, with keys, indexes and stream");
  }
  const table = await waitUntilActive(client, name);
  assertSameShape(name, table, created);
  await assertExpiryAttribute(client, name, definition);
  const update = async (step: string, change: Omit<UpdateTableCommandInput, "TableName">) => {
    await client.send(new UpdateTableCommand({ TableName: name, ...change }));
    await waitUntilActive(client, name);
    steps.push(step);
  };
  const { StreamSpecification } = created;
  if (!table.StreamSpecification?.StreamEnabled) await update("stream enabled", { StreamSpecification });
  if (!table.DeletionProtectionEnabled) await update("protected from deletion", { DeletionProtectionEnabled: true });
  if (await alignTimeToLive(client, name, definition)) steps.push("TTL enabled");
  if (await enablePointInTimeRecovery(client, name)) steps.push("point-in-time recovery enabled");
  const { LatestStreamArn, StreamSpecification: stream } = await waitUntilActive(client, name);
  if (!LatestStreamArn || stream?.StreamViewType !== StreamSpecification?.StreamViewType)
    throw new Error(`The stream of ${name} has other images: disable it (aws dynamodb update-table), and repeat.`);
  return { streamArn: LatestStreamArn, steps };
}

/** @throws Error if the keys or the indexes are not those of the stack's table */
function assertSameShape(name: string, table: TableDescription, created: CreateTableCommandInput): void {
  const describeShape = (shape: TableDescription | CreateTableCommandInput) => {
    const indexes = (shape.GlobalSecondaryIndexes ?? []).map(
      ({ IndexName, KeySchema }) => `${IndexName}: ${describeKeys(KeySchema, shape)}`,
    );
    return [describeKeys(shape.KeySchema, shape), ...indexes.toSorted()].join("; ");
  };
  const [wanted, found] = [describeShape(created), describeShape(table)];
  if (wanted !== found) throw new Error(`${name} is no table of Palais: it has ${found}, and not ${wanted}.`);
}

/**
 * DynamoDB refuses to enable TTL within an hour after it was disabled, so that it can't be changed in one run.
 * @throws Error if items expire by another attribute than in the stack's table
 */
async function assertExpiryAttribute(
  client: DynamoDBClient,
  name: string,
  { TimeToLiveSpecification: defined }: TableDefinition,
): Promise<void> {
  const found = await findTimeToLiveAttribute(client, name);
  if (found !== undefined && found !== defined?.AttributeName)
    throw new Error(
      `Items of ${name} expire by ${found}: disable its TTL (aws dynamodb update-time-to-live), wait an hour, and repeat.`,
    );
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
