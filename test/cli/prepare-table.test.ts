import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";
import { type RecoverableDynamoDb, startRecoverableDynamoDb } from "./support/continuous-backups.ts";
import { localAws, runCli } from "./support/run-cli.ts";

let started: TestTable;
let dynamodb: RecoverableDynamoDb;
beforeAll(async () => {
  started = await startTable();
  dynamodb = await startRecoverableDynamoDb(started.endpoint);
});
afterAll(async () => {
  await dynamodb.close();
  await started.stop();
});

const run = (...args: readonly string[]) =>
  runCli("prepare-table", args, { ...localAws, AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint });

const describeTable = async (TableName: string) => {
  const { client } = started.table;
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  return {
    indexes: (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName, Projection }) => [
      IndexName,
      Projection?.NonKeyAttributes?.length,
    ]),
    stream: Table?.StreamSpecification?.StreamViewType,
    isProtected: Table?.DeletionProtectionEnabled,
    expiry: [TimeToLiveDescription?.TimeToLiveStatus, TimeToLiveDescription?.AttributeName],
    isRecoverable: dynamodb.recoverable.has(TableName),
  };
};

const whole = {
  indexes: [
    ["by-conference", 8],
    ["due", 8],
    ["expiring", 8],
  ],
  stream: "NEW_AND_OLD_IMAGES",
  isProtected: true,
  expiry: ["ENABLED", "expiresAt"],
  isRecoverable: true,
};

test("creates a table as the stack has it, prints how the stack uses it, and finds nothing to do when repeated", async () => {
  const { printed, code } = await run("--table", "palais-restored", "--create");
  expect(printed).toMatch(
    /^palais-restored: created, with keys, indexes and stream\n(?:palais-restored: [^\n]+\n)+When its items are complete: npx cdk deploy Palais --parameters RestoredTableStreamArn=arn:aws:dynamodb:[^\n]+:table\/palais-restored\/stream\/[^\n]+\n$/,
  );
  expect(code).toBe(0);
  expect(await describeTable("palais-restored")).toEqual(whole);
  const again = await run("--table", "palais-restored");
  expect(again.printed).toMatch(/^palais-restored: nothing was left to do\nWhen /);
  expect(again.code).toBe(0);
});

test("gives a restored table what a restore to a point in time leaves out", async () => {
  await openHall(started.table, 2);
  expect(await describeTable(started.table.name)).toMatchObject({
    expiry: ["DISABLED", undefined],
    isRecoverable: false,
  });
  expect((await describeTable(started.table.name)).stream).toBeUndefined();
  const { printed, code } = await run("--table", started.table.name);
  expect(printed).toMatch(
    /stream enabled\n.*protected from deletion\n.*TTL enabled\n.*point-in-time recovery enabled\nWhen /,
  );
  expect(code).toBe(0);
  expect(await describeTable(started.table.name)).toEqual(whole);
});

test("enables a TTL that DynamoDB is still disabling, and changes none by another attribute", async () => {
  const name = "palais-expiry";
  const setExpiry = (Enabled: boolean, AttributeName: string) =>
    started.table.client.send(
      new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: { Enabled, AttributeName } }),
    );
  await run("--table", name, "--create");
  await setExpiry(false, "expiresAt");
  dynamodb.disabling.add(name);
  expect((await run("--table", name)).printed).toMatch(/^palais-expiry: TTL enabled\nWhen /);
  expect(await describeTable(name)).toEqual(whole);
  await setExpiry(false, "expiresAt");
  await setExpiry(true, "until");
  const { printed, code } = await run("--table", name);
  expect(printed).toContain("Items of palais-expiry expire by until: disable its TTL");
  expect(code).toBe(2);
  expect((await describeTable(name)).expiry).toEqual(["ENABLED", "until"]);
});

test.each([
  { name: "no name", args: [], says: "--table is missing. Usage: npm run prepare-table -- --table NAME [--create]" },
  {
    name: "a mistyped name",
    args: ["--table", "palais-typo"],
    says: "There is no table palais-typo in this account and region.",
  },
  {
    name: "a table of something else",
    args: ["--table", "other"],
    says: "other is no table of Palais: it has id (HASH S), and not PK (HASH S)",
  },
])("for $name is refused in one line", async ({ args, says }) => {
  if (args[1] === "other") {
    const KeySchema = [{ AttributeName: "id", KeyType: "HASH" as const }];
    const AttributeDefinitions = [{ AttributeName: "id", AttributeType: "S" as const }];
    await started.table.client.send(
      new CreateTableCommand({ TableName: "other", KeySchema, AttributeDefinitions, BillingMode: "PAY_PER_REQUEST" }),
    );
  }
  const { printed, code } = await run(...args);
  expect(printed).toMatch(/^[^\n]+\n$/);
  expect(printed).toContain(says);
  expect(code).toBe(2);
});
