import { setTimeout as sleep } from "node:timers/promises";
import {
  type CreateGlobalSecondaryIndexAction,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  type TimeToLiveSpecification,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { StartError } from "../errors.ts";
import type { ResourceProperties } from "../template/resources.ts";

type TableDefinition = ResourceProperties<"AWS::DynamoDB::Table">;
type IndexDefinition = TableDefinition["GlobalSecondaryIndexes"][number];

/** The time between two looks at a table that changes, in ms. */
const pollMs = 100;

/** Creates a table, or updates an existing one. @throws StartError for a difference that DynamoDB can't change */
export async function ensureTable(
  client: DynamoDBClient,
  name: string,
  definition: TableDefinition,
): Promise<TableDescription> {
  const existing = (await describeTable(client, name)) ?? (await createTableFromDefinition(client, name, definition));
  assertUnchangeableParts(name, definition, existing);
  await alignIndexes(client, name, definition, existing);
  await alignTimeToLive(client, name, definition);
  return waitUntilActive(client, name);
}

/** @returns `undefined` if there is no such table */
export async function describeTable(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/**
 * Waits for the table and its indexes; a restore to a point in time may take hours.
 * @param pauseMs the time between two looks
 * @throws Error if there is no such table
 */
export async function waitUntilActive(
  client: DynamoDBClient,
  name: string,
  pauseMs = pollMs,
): Promise<TableDescription> {
  for (;;) {
    const table = await describeTable(client, name);
    if (!table) throw new Error(`There is no table ${name}.`);
    const states = [table.TableStatus, ...(table.GlobalSecondaryIndexes ?? []).map(({ IndexStatus }) => IndexStatus)];
    if (states.every((state) => state === "ACTIVE")) return table;
    await sleep(pauseMs);
  }
}

async function createTableFromDefinition(
  client: DynamoDBClient,
  name: string,
  definition: TableDefinition,
): Promise<TableDescription> {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification, BillingMode } = definition;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions,
      KeySchema,
      BillingMode,
      ...(GlobalSecondaryIndexes.length > 0 && {
        GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(toCreateIndexAction),
      }),
      ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
    }),
  );
  return waitUntilActive(client, name);
}

const toCreateIndexAction = ({
  IndexName,
  KeySchema,
  Projection: { ProjectionType, NonKeyAttributes },
}: IndexDefinition) =>
  ({
    IndexName,
    KeySchema,
    Projection: { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) },
  }) satisfies CreateGlobalSecondaryIndexAction;

function assertUnchangeableParts(name: string, definition: TableDefinition, existing: TableDescription): void {
  const [defined, current] = [describeUnchangeableParts(definition), describeUnchangeableParts(existing)];
  if (defined === current) return;
  throw new StartError(
    `The table ${name} was created with ${current}. The template has ${defined}, which can't be changed in place. ` +
      "To start with empty state, move the folder of the state (.palais/) away.",
  );
}

/** Such as `PK (HASH S), SK (RANGE S), stream of NEW_IMAGE`. */
function describeUnchangeableParts({
  KeySchema = [],
  AttributeDefinitions = [],
  StreamSpecification,
}: TableDescription | TableDefinition): string {
  const getType = (name?: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  const keys = KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} (${KeyType} ${getType(AttributeName)})`);
  return [...keys.toSorted(), `stream of ${StreamSpecification?.StreamViewType ?? "nothing"}`].join(", ");
}

/** JSON with sorted lists and keys, so that equal definitions have equal texts. */
function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each) => {
    if (Array.isArray(each)) return each.map((one) => toCanonicalJson(one)).toSorted();
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

const toIndexShape = ({ KeySchema, Projection }: Pick<IndexDefinition, "KeySchema"> & { Projection: unknown }) =>
  toCanonicalJson({ KeySchema, Projection });

/** Creates new indexes, replaces changed ones, and deletes those that the template no longer contains. */
async function alignIndexes(
  client: DynamoDBClient,
  name: string,
  definition: TableDefinition,
  existing: TableDescription,
): Promise<void> {
  const current = new Map(
    (existing.GlobalSecondaryIndexes ?? []).map((index) => [
      index.IndexName ?? "",
      toIndexShape(index as IndexDefinition),
    ]),
  );
  const missing = new Map(definition.GlobalSecondaryIndexes.map((index) => [index.IndexName, index]));
  const update = async (change: object) => {
    const { AttributeDefinitions } = definition;
    await client.send(
      new UpdateTableCommand({ TableName: name, AttributeDefinitions, GlobalSecondaryIndexUpdates: [change] }),
    );
    await waitUntilActive(client, name);
  };
  for (const [IndexName, shape] of current) {
    const index = missing.get(IndexName);
    if (index && toIndexShape(index) === shape) missing.delete(IndexName);
    else await update({ Delete: { IndexName } });
  }
  for (const index of missing.values()) await update({ Create: toCreateIndexAction(index) });
}

async function alignTimeToLive(
  client: DynamoDBClient,
  name: string,
  { TimeToLiveSpecification: defined }: TableDefinition,
): Promise<void> {
  const { TimeToLiveDescription: current } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const isEnabled = current?.TimeToLiveStatus === "ENABLED";
  const update = (TimeToLiveSpecification: TimeToLiveSpecification) =>
    client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  if (isEnabled && (!defined?.Enabled || current.AttributeName !== defined.AttributeName))
    await update({ Enabled: false, AttributeName: current.AttributeName });
  if (defined?.Enabled && current?.AttributeName !== defined.AttributeName) await update(defined);
}
