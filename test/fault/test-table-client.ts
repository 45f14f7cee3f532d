import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { createId, indexes } from "#shared/dynamodb/keys.ts";
import { type Faults, type FaultyProxy, startProxy } from "../support/dynamodb-proxy/proxy.ts";
import type { TestTable } from "../support/table.ts";

type TextAttributes = { readonly [attribute: string]: string };

const toTextItem = (text: TextAttributes) => Object.fromEntries(Object.entries(text).map(([name, S]) => [name, { S }]));

/** The few calls that a test of the proxy makes, through a client of the SDK that asks once. */
export class TestTableClient {
  readonly #table: string;
  readonly client: DynamoDBClient;

  constructor(endpoint: string, table: string, maxAttempts = 1, timeoutMs = 10_000) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const requestHandler = { requestTimeout: timeoutMs, throwOnRequestTimeout: true };
    this.client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials, maxAttempts, requestHandler });
    this.#table = table;
  }

  buildKey = (PK: string) => ({ TableName: this.#table, Key: toTextItem({ PK, SK: "ROW" }) });

  buildPut = (PK: string, more: TextAttributes = {}): TransactWriteItem => ({
    Put: { TableName: this.#table, Item: toTextItem({ PK, SK: "ROW", ...more }) },
  });

  buildPutNew = (PK: string): TransactWriteItem => ({
    Put: {
      TableName: this.#table,
      Item: toTextItem({ PK, SK: "ROW" }),
      ConditionExpression: "attribute_not_exists(PK)",
    },
  });

  put = (PK: string, more: TextAttributes = {}) =>
    this.client.send(
      new PutItemCommand({
        TableName: this.#table,
        Item: toTextItem({ PK, SK: "ROW", ...more }),
        ReturnValues: "ALL_OLD",
      }),
    );

  transact = (TransactItems: TransactWriteItem[], ClientRequestToken = createId()) =>
    this.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));

  /** Adds one to `count`, and answers what it is then. */
  async incrementCount(PK: string): Promise<string | undefined> {
    const { Attributes } = await this.client.send(
      new UpdateItemCommand({
        ...this.buildKey(PK),
        UpdateExpression: "ADD #count :one",
        ExpressionAttributeNames: { "#count": "count" },
        ExpressionAttributeValues: { ":one": { N: "1" } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes?.["count"]?.N;
  }

  async get(PK: string, ConsistentRead = true) {
    return (await this.client.send(new GetItemCommand({ ...this.buildKey(PK), ConsistentRead }))).Item;
  }

  /** The partition keys of those who stand in a list of the index `due`. */
  async queryDue(list: string): Promise<(string | undefined)[]> {
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: indexes.due,
        KeyConditionExpression: "dueKey = :list",
        ExpressionAttributeValues: { ":list": { S: list } },
      }),
    );
    return Items.map(({ PK }) => PK?.S);
  }
}

/** The proxies of one test file, closed after each test. */
export class ProxySet {
  readonly #started: () => TestTable;
  readonly #open: FaultyProxy[] = [];

  constructor(started: () => TestTable) {
    this.#started = started;
  }

  /** The table through a proxy with these faults, asked once, and the proxy. */
  async startWithFaults(faults: Partial<Faults>, maxAttempts?: number, timeoutMs?: number) {
    const { endpoint, table } = this.#started();
    const proxy = await startProxy(endpoint, faults);
    this.#open.push(proxy);
    return {
      ask: new TestTableClient(proxy.endpoint, table.name, maxAttempts, timeoutMs),
      tally: proxy.tally,
      endpoint: proxy.endpoint,
    };
  }

  /** The table itself. */
  get direct(): TestTableClient {
    const { endpoint, table } = this.#started();
    return new TestTableClient(endpoint, table.name);
  }

  async close(): Promise<void> {
    for (const proxy of this.#open.splice(0)) await proxy.close();
  }
}

/** What the SDK throws: its name, and a cancellation's codes. */
export const getErrorCode = (call: Promise<unknown>) =>
  call.then(
    () => "nothing",
    (error: { readonly name: string; readonly CancellationReasons?: readonly { readonly Code?: string }[] }) =>
      error.CancellationReasons?.map(({ Code }) => Code) ?? error.name,
  );
