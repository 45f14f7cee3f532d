import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Key } from "./keys.ts";

export type Item = Record<string, AttributeValue>;

/** The one table, and the client that reaches it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/**
 * The table as a function's environment names it. A call that has no answer within 3 s is given up and made again
 * by the SDK: a request at the gateway lives 30 s at most.
 */
export function openTable(name: string): Table {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
  return tableOf(new DynamoDBClient({ requestHandler, maxAttempts: 4 }), name);
}

/** The table behind a client. The SDK goes through each item for a log that nobody keeps: a tenth of a call's time. */
export function tableOf(client: DynamoDBClient, name: string): Table {
  client.middlewareStack.remove("loggerMiddleware");
  return { client, name };
}

/** A text as an attribute. */
export const S = (value: string): AttributeValue => ({ S: value });

/** A number as an attribute. */
export const N = (value: number): AttributeValue => ({ N: String(value) });

export const BOOL = (value: boolean): AttributeValue => ({ BOOL: value });

/** A key as the SDK takes it. */
export const keyOf = ({ PK, SK }: Key): Item => ({ PK: S(PK), SK: S(SK) });

/** The text of an attribute. @throws Error for an item that lacks it: the table holds something Palais didn't write. */
export function text(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new Error(`item without ${name}`);
  return value;
}

/** The number of an attribute; 0 where it isn't there. */
export function number(item: Item, name: string): number {
  return Number(item[name]?.N ?? 0);
}

/** The item, read consistently, or none. */
export async function getItem({ client, name }: Table, key: Key): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName: name, Key: keyOf(key), ConsistentRead: true });
  const { Item } = await asked(client.send(command));
  return Item;
}

/** At most 100 items in one call, read consistently, in no order; what the table held back is asked for again. */
export async function getItems({ client, name }: Table, wanted: readonly Key[]): Promise<Item[]> {
  const found: Item[] = [];
  let keys = wanted.map(keyOf);
  while (keys.length > 0) {
    const request = { RequestItems: { [name]: { Keys: keys.slice(0, 100), ConsistentRead: true } } };
    const { Responses, UnprocessedKeys } = await asked(client.send(new BatchGetItemCommand(request)));
    found.push(...(Responses?.[name] ?? []));
    keys = [...(UnprocessedKeys?.[name]?.Keys ?? []), ...keys.slice(100)];
  }
  return found;
}

export interface Listing {
  readonly index?: string;
  readonly partition: string;
  /** The beginning of the sort key. */
  readonly prefix?: string;
  /** The sort key is less than this. */
  readonly before?: string;
  /** Exclusive start, as `list` answered it. */
  readonly after?: Item;
  readonly limit?: number;
  /** From the end to the beginning. */
  readonly backwards?: boolean;
  /** Of the table itself; an index has no consistent answer. */
  readonly consistent?: boolean;
}

const listKeys = {
  table: ["PK", "SK"],
  "by-conference": ["conferenceKey", "conferenceSort"],
  due: ["dueKey", "dueSort"],
  expiring: ["expiringKey", "expiringSort"],
} as const;

/** One page of a partition in the order of its sort key. An index lags; what must be exact is read from the table. */
export async function list(
  { client, name }: Table,
  wanted: Listing,
): Promise<{ items: Item[]; after: Item | undefined }> {
  const [partition, sort] = listKeys[(wanted.index ?? "table") as keyof typeof listKeys];
  const bound = wanted.prefix ?? wanted.before;
  const narrowing = bound === undefined ? [] : [wanted.prefix === undefined ? "#s < :s" : "begins_with(#s, :s)"];
  const { Items, LastEvaluatedKey } = await asked(
    client.send(
      new QueryCommand({
        TableName: name,
        IndexName: wanted.index,
        KeyConditionExpression: ["#p = :p", ...narrowing].join(" AND "),
        ExpressionAttributeNames: { "#p": partition, ...(bound !== undefined && { "#s": sort }) },
        ExpressionAttributeValues: { ":p": S(wanted.partition), ...(bound !== undefined && { ":s": S(bound) }) },
        ExclusiveStartKey: wanted.after,
        Limit: wanted.limit,
        ScanIndexForward: wanted.backwards ? false : undefined,
        ConsistentRead: wanted.consistent,
      }),
    ),
  );
  return { items: Items ?? [], after: LastEvaluatedKey };
}

/** All of a partition, page by page. */
export async function* listAll(table: Table, wanted: Omit<Listing, "after">): AsyncGenerator<Item> {
  let after: Item | undefined;
  do {
    const page = await list(table, { ...wanted, ...(after && { after }) });
    yield* page.items;
    after = page.after;
  } while (after);
}

const throttles = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionInProgressException",
]);

const networkErrors = new Set(["TimeoutError", "ECONNRESET", "ECONNREFUSED", "EPIPE", "NetworkingError", "ETIMEDOUT"]);

/** Whether DynamoDB gave no valid response: it is unreachable, throttled or broken. The request itself is valid. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DynamoDBServiceException) {
    return throttles.has(error.name) || (error.$metadata.httpStatusCode ?? 500) >= 500;
  }
  const { code, $metadata } = error as { code?: string; $metadata?: object };
  return networkErrors.has(error.name) || networkErrors.has(code ?? "") || $metadata !== undefined;
}

/**
 * Waits for a response of DynamoDB.
 * @throws Refusal `too-busy` if there is none after the SDK's own retries
 */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isOutage(error)) throw new Refusal("too-busy");
    throw error;
  }
}
