import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { createId } from "#shared/dynamodb/keys.ts";
import { toTableDefinition } from "../support/dynamodb-proxy/replica.ts";
import type { TestTable } from "../support/table.ts";

/** A table of its own in an emulator that runs already: a scan of it reads no rows of other tests. */
export async function createFreshTable(started: TestTable): Promise<TestTable> {
  const { table } = started;
  const { client } = table;
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: table.name }));
  const TableName = `${table.name}-${createId()}`;
  await client.send(new CreateTableCommand(toTableDefinition(Table, TableName)));
  const stop = async () => void (await client.send(new DeleteTableCommand({ TableName })));
  return { ...started, table: { ...table, name: TableName }, stop };
}
