import { setTimeout as sleep } from "node:timers/promises";
import {
  type CreateGlobalSecondaryIndexAction,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { StartError } from "../errors.ts";
import type { ResourceProperties } from "../template/resources.ts";

/** The properties of a table in the template. */
export type TableDefinition = ResourceProperties<"AWS::DynamoDB::Table">;
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
  await client.send(new CreateTableCommand(toCreateTableInput(name, definition)));
  return waitUntilActive(client, name);
}

/** What DynamoDB creates a table with. Its TTL is set afterwards. */
export function toCreateTableInput(TableName: string, definition: TableDefinition): CreateTableCommandInput {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification, BillingMode } = definition;
  return {
    ...{ TableName, AttributeDefinitions, KeySchema, BillingMode },
    ...(GlobalSecondaryIndexes.length > 0 && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(toCreateIndexAction),
    }),
    ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
  };
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
const describeUnchangeableParts = (table: TableDescription | TableDefinition): string =>
  `${describeKeys(table.KeySchema, table)}, stream of ${table.StreamSpecification?.StreamViewType ?? "nothing"}`;

/** The keys of a table or of one of its indexes, such as `PK (HASH S), SK (RANGE S)`. */
export function describeKeys(
  schema: TableDescription["KeySchema"] = [],
  { AttributeDefinitions = [] }: Pick<TableDescription, "AttributeDefinitions">,
): string {
  const getType = (name?: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  const keys = schema.map(({ AttributeName, KeyType }) => `${AttributeName} (${KeyType} ${getType(AttributeName)})`);
  return keys.toSorted().join(", ");
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

/** @returns the attribute by which items expire; `undefined` if none do, also while DynamoDB still disables it */
export async function findTimeToLiveAttribute(client: DynamoDBClient, name: string): Promise<string | undefined> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const { TimeToLiveStatus: status, AttributeName } = TimeToLiveDescription ?? {};
  return status === "ENABLED" || status === "ENABLING" ? AttributeName : undefined;
}

/**
 * Makes items expire as the definition says. DynamoDB refuses a second change within an hour, the emulator does not.
 * @returns whether the TTL of the table was another one
 */
export async function alignTimeToLive(
  client: DynamoDBClient,
  name: string,
  { TimeToLiveSpecification: defined }: TableDefinition,
): Promise<boolean> {
  const current = await findTimeToLiveAttribute(client, name);
  const wanted = defined?.Enabled ? defined.AttributeName : undefined;
  const update = (Enabled: boolean, AttributeName: string) =>
    client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: { Enabled, AttributeName } }));
  if (current === wanted) return false;
  if (current !== undefined) await update(false, current);
  if (wanted !== undefined) await update(true, wanted);
  return true;
}
