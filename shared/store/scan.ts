import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Item, Table } from "./table.ts";

/** Every item of the table, read consistently: for the operator's tools, and never part of a request. */
export async function* everyItem({ client, name }: Table): AsyncGenerator<Item> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey }));
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
