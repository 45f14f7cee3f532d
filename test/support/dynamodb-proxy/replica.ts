import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  paginateScan,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { CallInput, ItemAccess, ProxyCall, ProxyItem } from "./call.ts";
import type { ProxyAnswer } from "./proxy-answer.ts";

const replicaMark = ".as-of-";

/** What one BatchWriteItem takes. */
const maxBatchSize = 25;

/**
 * The tables as they were a while ago: a copy of each beside it, to which every write comes late. It sees the writes
 * that pass the proxy, and what was there when the proxy began.
 */
export class LaggingReplica {
  readonly #client: DynamoDBClient;
  readonly #lagMs: number;
  readonly #suffix: string;
  readonly #closing = new AbortController();
  #tables: string[] = [];
  #applied: Promise<void> = Promise.resolve();

  private constructor(endpoint: string, lagMs: number) {
    const credentials = { accessKeyId: "proxy", secretAccessKey: "proxy" };
    this.#client = new DynamoDBClient({ endpoint, region: "local", credentials });
    this.#lagMs = lagMs;
    this.#suffix = `${replicaMark}${lagMs}-${process.pid}-${Date.now().toString(36)}`;
  }

  static async start(endpoint: string, lagMs: number): Promise<LaggingReplica> {
    const replica = new LaggingReplica(endpoint, lagMs);
    const { TableNames = [] } = await replica.#client.send(new ListTablesCommand({}));
    replica.#tables = TableNames.filter((name) => !name.includes(replicaMark));
    for (const name of replica.#tables) await replica.#copyTable(name);
    return replica;
  }

  /** The same question, asked of the tables as they were. */
  redirect(input: CallInput): CallInput {
    const renamed = (name: string) => (this.#tables.includes(name) ? `${name}${this.#suffix}` : name);
    const { TableName, RequestItems } = input;
    return {
      ...input,
      ...(TableName !== undefined && { TableName: renamed(TableName) }),
      ...(RequestItems && {
        RequestItems: Object.fromEntries(Object.entries(RequestItems).map(([name, asked]) => [renamed(name), asked])),
      }),
    };
  }

  /** Their answer, as if the tables themselves had given it. */
  renameInAnswer(answer: ProxyAnswer): ProxyAnswer {
    return { ...answer, body: Buffer.from(answer.body.toString().replaceAll(this.#suffix, "")) };
  }

  /** Takes over what a call has written, later. */
  recordWrite({ accesses }: ProxyCall): void {
    const due = Date.now() + this.#lagMs;
    const written = Promise.all(accesses.map(async (touch) => ({ touch, item: await this.#read(touch) })));
    written.catch(() => {});
    this.#applied = this.#applied
      .then(async () => {
        await sleep(Math.max(0, due - Date.now()), undefined, { signal: this.#closing.signal });
        for (const { touch, item } of await written) await this.#write(touch, item);
      })
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) throw error;
      });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#applied;
    for (const name of this.#tables)
      await this.#client.send(new DeleteTableCommand({ TableName: `${name}${this.#suffix}` }));
    this.#client.destroy();
  }

  async #copyTable(name: string): Promise<void> {
    const { Table } = await this.#client.send(new DescribeTableCommand({ TableName: name }));
    await this.#client.send(new CreateTableCommand(toTableDefinition(Table ?? {}, `${name}${this.#suffix}`)));
    for await (const { Items } of paginateScan({ client: this.#client }, { TableName: name }))
      await this.#putAll(`${name}${this.#suffix}`, Items ?? []);
  }

  async #putAll(copy: string, items: readonly ProxyItem[]): Promise<void> {
    for (let first = 0; first < items.length; first += maxBatchSize) {
      const batch = items.slice(first, first + maxBatchSize).map((Item) => ({ PutRequest: { Item } }));
      await this.#client.send(new BatchWriteItemCommand({ RequestItems: { [copy]: batch } }));
    }
  }

  async #read({ table, key }: ItemAccess): Promise<ProxyItem | undefined> {
    const request = { RequestItems: { [table]: { Keys: [key], ConsistentRead: true } } };
    const { Responses } = await this.#client.send(new BatchGetItemCommand(request));
    return Responses?.[table]?.[0];
  }

  async #write({ table, key }: ItemAccess, item: ProxyItem | undefined): Promise<void> {
    if (item) await this.#put(table, item);
    else await this.#client.send(new DeleteItemCommand({ TableName: `${table}${this.#suffix}`, Key: key }));
  }

  async #put(table: string, Item: ProxyItem): Promise<void> {
    await this.#client.send(new PutItemCommand({ TableName: `${table}${this.#suffix}`, Item }));
  }
}

/** A table like another, under a name of its own. */
export const toTableDefinition = (
  { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes }: TableDescription,
  TableName: string,
) => ({
  TableName,
  KeySchema,
  AttributeDefinitions,
  BillingMode: "PAY_PER_REQUEST" as const,
  ...(GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
  }),
});
