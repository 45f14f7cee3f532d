import { setTimeout as sleep } from "node:timers/promises";
import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createId, type Key } from "#shared/dynamodb/keys.ts";
import { batchGetItems, deleteItem, N, putItem, toItemKey, updateItem, writeItems } from "#shared/dynamodb/table.ts";
import { startProxy } from "../support/dynamodb-proxy/proxy.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { createTestClient, startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const createKeys = (count: number) =>
  Array.from({ length: count }, (): Key => ({ PK: `ROW#${createId()}`, SK: "ROW" }));
const toItem = (key: Key) => ({ ...toItemKey(key), count: N(0) });

test("keys that are over their rate are read again until all are there", async () => {
  const keys = createKeys(120);
  await writeItems(started.table, keys.map(toItem), Date.now() + 10_000);
  const table = await openProxiedTable(started, { throttleKey: 0.7, only: ["BatchGetItem"], seed: 3 });
  expect(await batchGetItems(table, keys)).toHaveLength(120);
  expect(table.tally.throttledKeys).toBeGreaterThan(0);
});

test("a key that stays over its rate is refused at the deadline, with pauses in between", async () => {
  const keys = createKeys(1);
  const table = await openProxiedTable(started, { throttleKey: 1, only: ["BatchGetItem", "BatchWriteItem"] });
  const began = Date.now();
  await expect(batchGetItems(table, keys, began + 600)).rejects.toThrow("too-busy");
  await expect(writeItems(table, keys.map(toItem), Date.now() + 600)).rejects.toThrow("too-busy");
  expect(Date.now() - began).toBeGreaterThan(1_000);
  expect(table.tally.throttledKeys).toBeLessThan(60);
});

test("items that are over their rate are written again until all are there", async () => {
  const keys = createKeys(60);
  const table = await openProxiedTable(started, { throttleKey: 0.6, only: ["BatchWriteItem"], seed: 5 });
  await writeItems(table, keys.map(toItem), Date.now() + 20_000);
  expect(table.tally.throttledKeys).toBeGreaterThan(0);
  expect(await batchGetItems(started.table, keys)).toHaveLength(60);
});

test("a single write waits for the transaction that holds its item, and is written once", async () => {
  const [key = { PK: "", SK: "" }] = createKeys(1);
  const table = await openProxiedTable(started, { holdMs: 500 });
  const held = () =>
    table.client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: table.name, Item: toItem(key) } }] }),
    );
  const add = () =>
    updateItem(table, key, { expression: "ADD #count :one", names: { "#count": "count" }, values: { ":one": N(1) } });
  for (const write of [add, () => putItem(table, { ...toItem(key), count: N(7) }), () => deleteItem(table, key)]) {
    const transaction = held();
    await sleep(100);
    await write();
    await transaction;
  }
  expect(table.tally.conflicts).toBeGreaterThan(2);
  await held();
  expect(await add()).toMatchObject({ count: N(1) });
});

test("a table over its rate refuses a single write for a while, and takes it then", async () => {
  const proxy = await startProxy(started.endpoint, { throttleTable: 0.8, only: ["PutItem"], seed: 9 });
  onTestFinished(() => proxy.close());
  // Without the retries of the SDK, which would hide those of the table.
  const table = { client: createTestClient(proxy.endpoint, 1), name: started.table.name };
  const keys = createKeys(8);
  for (const key of keys) await putItem(table, toItem(key));
  expect(await batchGetItems(started.table, keys)).toHaveLength(8);
  expect(proxy.tally.throttledTable).toBeGreaterThan(8);
});
