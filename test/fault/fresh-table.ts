import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { newId } from "#shared/store/ids.ts";
import { definitionOf } from "../support/dynamodb-proxy/replica.ts";
import type { TestTable } from "../support/table.ts";

/** A table of its own in an emulator that runs already: a scan of it reads nobody else's rows. */
export async function freshTable(started: TestTable): Promise<TestTable> {
  const { table } = started;
  const { client } = table;
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: table.name }));
  const TableName = `${table.name}-${newId()}`;
  await client.send(new CreateTableCommand(definitionOf(Table, TableName)));
  const stop = async () => void (await client.send(new DeleteTableCommand({ TableName })));
  return { ...started, table: { ...table, name: TableName }, stop };
}
