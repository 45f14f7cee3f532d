import { setTimeout as sleep } from "node:timers/promises";
import {
  type CreateGlobalSecondaryIndexAction,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { StartError } from "../start-error.ts";
import type { Properties } from "../template/resources.ts";

type Definition = Properties<"AWS::DynamoDB::Table">;
type Index = Definition["GlobalSecondaryIndexes"][number];

/**
 * Makes the table as the template describes it, or brings an existing one to it.
 * @throws StartError when the table differs in what can't be changed
 */
export async function ensureTable(
  client: DynamoDBClient,
  name: string,
  definition: Definition,
): Promise<TableDescription> {
  const existing = (await describe(client, name)) ?? (await create(client, name, definition));
  checkUnchangeable(name, definition, existing);
  await alignIndexes(client, name, definition, existing);
  await alignTimeToLive(client, name, definition);
  return active(client, name);
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function active(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (;;) {
    const table = await describe(client, name);
    const states = [table?.TableStatus, ...(table?.GlobalSecondaryIndexes ?? []).map(({ IndexStatus }) => IndexStatus)];
    if (table && states.every((state) => state === "ACTIVE")) return table;
    await sleep(50);
  }
}

async function create(client: DynamoDBClient, name: string, definition: Definition): Promise<TableDescription> {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification, BillingMode } = definition;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions,
      KeySchema,
      BillingMode,
      ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(indexAction) }),
      ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
    }),
  );
  return active(client, name);
}

const indexAction = ({ IndexName, KeySchema, Projection: { ProjectionType, NonKeyAttributes } }: Index) =>
  ({
    IndexName,
    KeySchema,
    Projection: { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) },
  }) satisfies CreateGlobalSecondaryIndexAction;

function checkUnchangeable(name: string, definition: Definition, existing: TableDescription): void {
  const [wanted, found] = [unchangeable(definition), unchangeable(existing)];
  if (wanted === found) return;
  throw new StartError(
    `The table ${name} was made with ${found}; the template now says ${wanted}, which can't be changed in place. ` +
      "To start anew, move the folder with the state (.palais/) away.",
  );
}

/** Such as `PK (HASH S), SK (RANGE S), stream of NEW_IMAGE`. */
function unchangeable({
  KeySchema = [],
  AttributeDefinitions = [],
  StreamSpecification,
}: TableDescription | Definition): string {
  const typeOf = (name?: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  const keys = KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} (${KeyType} ${typeOf(AttributeName)})`);
  return [...keys.toSorted(), `stream of ${StreamSpecification?.StreamViewType ?? "nothing"}`].join(", ");
}

/** Written so that two things that mean the same read the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each) => {
    if (Array.isArray(each)) return each.map((one) => canonical(one)).toSorted();
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

const shape = ({ KeySchema, Projection }: Pick<Index, "KeySchema"> & { Projection: unknown }) =>
  canonical({ KeySchema, Projection });

/** An index that is new or changed is made from the rows; one that is gone from the template goes here too. */
async function alignIndexes(
  client: DynamoDBClient,
  name: string,
  definition: Definition,
  existing: TableDescription,
): Promise<void> {
  const found = new Map(
    (existing.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName ?? "", shape(index as Index)]),
  );
  const wanted = new Map(definition.GlobalSecondaryIndexes.map((index) => [index.IndexName, index]));
  const update = async (change: object) => {
    const { AttributeDefinitions } = definition;
    await client.send(
      new UpdateTableCommand({ TableName: name, AttributeDefinitions, GlobalSecondaryIndexUpdates: [change] }),
    );
    await active(client, name);
  };
  for (const [IndexName, its] of found) {
    const same = wanted.get(IndexName);
    if (same && shape(same) === its) wanted.delete(IndexName);
    else await update({ Delete: { IndexName } });
  }
  for (const index of wanted.values()) await update({ Create: indexAction(index) });
}

async function alignTimeToLive(
  client: DynamoDBClient,
  name: string,
  { TimeToLiveSpecification: wanted }: Definition,
): Promise<void> {
  const { TimeToLiveDescription: found } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const isOn = found?.TimeToLiveStatus === "ENABLED";
  if (isOn && (!wanted?.Enabled || found.AttributeName !== wanted.AttributeName)) {
    const off = { Enabled: false, AttributeName: found.AttributeName };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: off }));
  }
  if (wanted?.Enabled && found?.AttributeName !== wanted.AttributeName) {
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: wanted }));
  }
}
