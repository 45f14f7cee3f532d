import { setTimeout as sleep } from "node:timers/promises";
import { BatchWriteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Item, Table } from "#shared/store/table.ts";

/** How many items one call writes. */
const together = 25;

/** Whether nothing is in the table. */
export async function isEmpty({ client, name }: Table): Promise<boolean> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name, Limit: 1, ConsistentRead: true }));
  return Items.length === 0;
}

/** Writes items as they are; what the table holds back is written again. */
export class ItemWriter {
  readonly #table: Table;
  #waiting: Item[] = [];

  constructor(table: Table) {
    this.#table = table;
  }

  async add(item: Item): Promise<void> {
    this.#waiting.push(item);
    if (this.#waiting.length === together) await this.flush();
  }

  async flush(): Promise<void> {
    const { client, name } = this.#table;
    let requests = this.#waiting.map((item) => ({ PutRequest: { Item: item } }));
    this.#waiting = [];
    while (requests.length > 0) {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
      requests = (UnprocessedItems?.[name] ?? []) as typeof requests;
      if (requests.length > 0) await sleep(100);
    }
  }
}
