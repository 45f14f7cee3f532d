import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { newId } from "#shared/store/ids.ts";
import { type Faults, type FaultyProxy, startProxy } from "../support/dynamodb-proxy/proxy.ts";
import type { TestTable } from "../support/table.ts";

type Text = { readonly [attribute: string]: string };

const textItem = (text: Text) => Object.fromEntries(Object.entries(text).map(([name, S]) => [name, { S }]));

/** The few calls that a test of the proxy makes, through a client of the SDK that asks once. */
export class Asking {
  readonly #table: string;
  readonly client: DynamoDBClient;

  constructor(endpoint: string, table: string, maxAttempts = 1, patienceMs = 10_000) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const requestHandler = { requestTimeout: patienceMs, throwOnRequestTimeout: true };
    this.client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials, maxAttempts, requestHandler });
    this.#table = table;
  }

  key = (PK: string) => ({ TableName: this.#table, Key: textItem({ PK, SK: "ROW" }) });

  putOf = (PK: string, more: Text = {}): TransactWriteItem => ({
    Put: { TableName: this.#table, Item: textItem({ PK, SK: "ROW", ...more }) },
  });

  putNewOf = (PK: string): TransactWriteItem => ({
    Put: {
      TableName: this.#table,
      Item: textItem({ PK, SK: "ROW" }),
      ConditionExpression: "attribute_not_exists(PK)",
    },
  });

  put = (PK: string, more: Text = {}) =>
    this.client.send(
      new PutItemCommand({
        TableName: this.#table,
        Item: textItem({ PK, SK: "ROW", ...more }),
        ReturnValues: "ALL_OLD",
      }),
    );

  transact = (TransactItems: TransactWriteItem[], ClientRequestToken = newId()) =>
    this.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));

  /** Adds one to `count`, and answers what it is then. */
  async countUp(PK: string): Promise<string | undefined> {
    const { Attributes } = await this.client.send(
      new UpdateItemCommand({
        ...this.key(PK),
        UpdateExpression: "ADD #count :one",
        ExpressionAttributeNames: { "#count": "count" },
        ExpressionAttributeValues: { ":one": { N: "1" } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes?.["count"]?.N;
  }

  async get(PK: string, ConsistentRead = true) {
    return (await this.client.send(new GetItemCommand({ ...this.key(PK), ConsistentRead }))).Item;
  }

  /** The partition keys of those who stand in a list of the index `due`. */
  async due(list: string): Promise<(string | undefined)[]> {
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: "due",
        KeyConditionExpression: "dueKey = :list",
        ExpressionAttributeValues: { ":list": { S: list } },
      }),
    );
    return Items.map(({ PK }) => PK?.S);
  }
}

/** The proxies of one test file, closed after each test. */
export class Proxies {
  readonly #started: () => TestTable;
  readonly #open: FaultyProxy[] = [];

  constructor(started: () => TestTable) {
    this.#started = started;
  }

  /** The table through a proxy with these faults, asked once, and the proxy. */
  async under(faults: Partial<Faults>, maxAttempts?: number, patienceMs?: number) {
    const { endpoint, table } = this.#started();
    const proxy = await startProxy(endpoint, faults);
    this.#open.push(proxy);
    return {
      ask: new Asking(proxy.endpoint, table.name, maxAttempts, patienceMs),
      tally: proxy.tally,
      endpoint: proxy.endpoint,
    };
  }

  /** The table itself. */
  get direct(): Asking {
    const { endpoint, table } = this.#started();
    return new Asking(endpoint, table.name);
  }

  async close(): Promise<void> {
    for (const proxy of this.#open.splice(0)) await proxy.close();
  }
}

/** What the SDK throws: its name, and a cancellation's codes. */
export const thrown = (call: Promise<unknown>) =>
  call.then(
    () => "nothing",
    (error: { readonly name: string; readonly CancellationReasons?: readonly { readonly Code?: string }[] }) =>
      error.CancellationReasons?.map(({ Code }) => Code) ?? error.name,
  );
