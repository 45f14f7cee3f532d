import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { Stack } from "aws-cdk-lib/core";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createTable } from "../../infra/data/table.ts";
import { findFreePort } from "../../local/network.ts";
import { synthesizeTemplate } from "./template.ts";

const testCredentials = { accessKeyId: "test", secretAccessKey: "test" };

const emulatorPath = "node_modules/@dynoxide/linux-x64/dynoxide";

/** A client of the emulator, or of the proxy before it. */
export const createTestClient = (endpoint: string, maxAttempts = 4) =>
  new DynamoDBClient({ endpoint, region: "eu-central-1", credentials: testCredentials, maxAttempts });

type TableProperties = Pick<
  CreateTableCommandInput,
  "KeySchema" | "AttributeDefinitions" | "GlobalSecondaryIndexes" | "BillingMode"
>;

let made: CreateTableCommandInput | undefined;

/** The table as the infrastructure defines it, synthesised once for all test files of a worker. */
function getTableDefinition(): CreateTableCommandInput {
  made ??= synthesiseDefinition();
  return made;
}

function synthesiseDefinition(): CreateTableCommandInput {
  const template = synthesizeTemplate((app) => {
    const stack = new Stack(app, "Table");
    createTable(stack);
    return stack;
  });
  const [table] = Object.values(template.findResources("AWS::DynamoDB::Table"));
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode } = (table?.["Properties"] ??
    {}) as TableProperties;
  return { TableName: "palais-test", KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode };
}

export interface TestTable {
  readonly table: CommandStore;
  readonly endpoint: string;
  /** Kills the emulator where it stands, and starts it again on the same file. */
  crash(): Promise<void>;
  stop(): Promise<void>;
  /** Kills the emulator. Its file stays as it is. */
  kill(): Promise<void>;
}

/**
 * The emulator with the table of the template, empty.
 * @param file where it stores the table; by default in a folder that is removed in the end
 */
export async function startTable(file?: string): Promise<TestTable> {
  const folder = await mkdtemp(join(tmpdir(), "palais-table-"));
  const port = await findFreePort();
  const path = file ?? join(folder, "t.db");
  const run = () => spawn(emulatorPath, ["serve", "--port", String(port), "--db-path", path], { stdio: "ignore" });
  let child = run();
  const endpoint = `http://127.0.0.1:${port}`;
  const input = getTableDefinition();
  const client = createTestClient(endpoint, 20);
  await client.send(new CreateTableCommand(input));
  return {
    table: toCommandStore({ client: createTestClient(endpoint), name: input.TableName ?? "" }),
    endpoint,
    crash: async () => {
      await endProcess(child, "SIGKILL");
      child = run();
      await client.send(new DescribeTableCommand({ TableName: input.TableName }));
    },
    kill: () => endProcess(child, "SIGKILL"),
    stop: async () => {
      await endProcess(child, "SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a process that this test has started. */
export async function endProcess(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}
