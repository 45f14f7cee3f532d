import { setTimeout as sleep } from "node:timers/promises";
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type CancellationReason,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { DomainError } from "#shared/model/domain-error.ts";
import { log } from "#shared/runtime/lambda.ts";
import { buckets, indexes, type Key, keys } from "./keys.ts";

export type Item = Record<string, AttributeValue>;

/** The one table, and a client for it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** Opens the table. The SDK retries a call without a response after 3 s, because a request must end within 30 s. */
export function openTable(name: string): Table {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
  return toTable(new DynamoDBClient({ requestHandler, maxAttempts: 4 }), name);
}

/** The table behind a client, without the SDK's logger, which inspects each item and takes a tenth of a call's time. */
export function toTable(client: DynamoDBClient, name: string): Table {
  client.middlewareStack.remove("loggerMiddleware");
  return { client, name };
}

// Attributes

export const S = (value: string): AttributeValue => ({ S: value });

export const N = (value: number): AttributeValue => ({ N: String(value) });

export const BOOL = (value: boolean): AttributeValue => ({ BOOL: value });

/** A key as attributes of its item. */
export const toItemKey = ({ PK, SK }: Key): Item => ({ PK: S(PK), SK: S(SK) });

/** The value of a string attribute. @throws Error if the item has no such attribute */
export function getString(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new Error(`item without ${name}`);
  return value;
}

/** The value of a number attribute; 0 if the item has no such attribute. */
export function getNumber(item: Item, name: string): number {
  return Number(item[name]?.N ?? 0);
}

/** What an item holds: the JSON in its attribute `data`. @throws Error for an item without it */
export const parseData = <Data>(item: Item): Data => JSON.parse(getString(item, "data")) as Data;

/** What an item with a version holds, such as a registration. @throws Error for an item without data or version */
export const parseVersioned = <Data extends { readonly version: number }>(item: Item): Data =>
  ({ ...parseData<Omit<Data, "version">>(item), version: getNumber(item, "version") }) as Data;

/**
 * What an item with a version holds, if it follows its contract.
 * @param contract a schema of zod
 * @param entity whose key the item has, with the identifier that it holds
 * @returns `undefined` for a damaged item, which is logged
 */
export function readSound<Data extends { readonly version: number }>(
  item: Item,
  contract: { parse(value: unknown): unknown },
  entity?: "registration" | "delegation" | "conference",
): Data | undefined {
  const { PK, SK } = item;
  try {
    const data = parseVersioned<Data>(item);
    contract.parse(data);
    const { [`${entity}Id`]: id }: { readonly [name: string]: unknown } = data;
    if (!entity || keys[entity](String(id)).PK === PK?.S) return data;
  } catch {
    // Its log line names it.
  }
  log("item.damaged", { PK: PK?.S, SK: SK?.S }, "error");
  return undefined;
}

/** @throws DomainError `damaged-record` */
export function assertSound<Data>(data: Data | undefined): Data {
  if (!data) throw new DomainError("damaged-record");
  return data;
}

/** The first item of an entity. */
export const findByEntity = (items: readonly Item[], entity: string): Item | undefined =>
  items.find((item) => item["entity"]?.S === entity);

/** The item with this key. */
export const findItem = (items: readonly Item[], key: Key): Item | undefined =>
  items.find(({ PK, SK }) => PK?.S === key.PK && SK?.S === key.SK);

// Conditions

export const ifAbsent = { ConditionExpression: "attribute_not_exists(PK)" } as const;

/** The condition that a versioned item has not changed since it was read. @param version `undefined` for a new item */
export const ifVersion = (version: number | undefined) =>
  version === undefined
    ? ifAbsent
    : { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": N(version) } };

/** The condition that an attribute still has the value that was read. */
export const ifEquals = (attribute: string, value: AttributeValue) => ({
  ConditionExpression: "#read = :read",
  ExpressionAttributeNames: { "#read": attribute },
  ExpressionAttributeValues: { ":read": value },
});

// Reads

/** The item, read consistently, or `undefined`. @throws DomainError `too-busy` */
export async function getItem({ client, name }: Table, key: Key): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName: name, Key: toItemKey(key), ConsistentRead: true });
  const { Item } = await mapOutage(client.send(command));
  return Item;
}

/** The item, which may lag by a second, for half the read units, or `undefined`. @throws DomainError `too-busy` */
export async function getItemEventually({ client, name }: Table, key: Key): Promise<Item | undefined> {
  const { Item } = await mapOutage(client.send(new GetItemCommand({ TableName: name, Key: toItemKey(key) })));
  return Item;
}

/**
 * Reads items consistently, 100 in one call. Keys that DynamoDB did not process for want of capacity are read again
 * after a pause with full jitter, until the deadline.
 * @returns those that exist, in no order
 * @throws DomainError `too-busy`
 */
export const batchGetItems = (table: Table, keys: readonly Key[], deadline?: Deadline): Promise<Item[]> =>
  readInBatches(table, keys, true, deadline);

/** Reads items as `batchGetItems` does. They may lag by a second, and take half the read units. */
export const batchGetItemsEventually = (table: Table, keys: readonly Key[]): Promise<Item[]> =>
  readInBatches(table, keys, false);

async function readInBatches(
  { client, name }: Table,
  keys: readonly Key[],
  ConsistentRead: boolean,
  deadline: Deadline = Date.now() + capacityTimeoutMs,
): Promise<Item[]> {
  const items: Item[] = [];
  let left = keys.map(toItemKey);
  let refusals = 0;
  while (left.length > 0) {
    const request = { RequestItems: { [name]: { Keys: left.slice(0, 100), ConsistentRead } } };
    const { Responses, UnprocessedKeys } = await mapOutage(client.send(new BatchGetItemCommand(request)));
    items.push(...(Responses?.[name] ?? []));
    const unprocessed = UnprocessedKeys?.[name]?.Keys ?? [];
    left = [...unprocessed, ...left.slice(100)];
    refusals = unprocessed.length > 0 ? refusals + 1 : 0;
    if (refusals > 0) await pauseBeforeRetry(refusals, deadline);
  }
  return items;
}

const indexKeyAttributes = {
  table: ["PK", "SK"],
  [indexes.byConference]: ["conferenceKey", "conferenceSort"],
  [indexes.due]: ["dueKey", "dueSort"],
  [indexes.expiring]: ["expiringKey", "expiringSort"],
} as const;

export interface QueryOptions {
  /** The table itself by default. */
  readonly index?: Exclude<keyof typeof indexKeyAttributes, "table">;
  readonly partition: string;
  /** Only items whose sort key begins with this. */
  readonly prefix?: string;
  /** Only items whose sort key is less than this. */
  readonly before?: string;
  /** The exclusive start key: `after` of the previous page. */
  readonly after?: Item;
  readonly limit?: number;
  readonly isDescending?: boolean;
  /** Only for the table: an index has no consistent read. */
  readonly isConsistent?: boolean;
}

/** One page of a partition in the order of the sort key. An index may lag by a second. @throws DomainError `too-busy` */
export async function queryPage(
  { client, name }: Table,
  options: QueryOptions,
): Promise<{ items: Item[]; after: Item | undefined }> {
  const { Items, LastEvaluatedKey } = await mapOutage(client.send(new QueryCommand(toQueryInput(name, options))));
  return { items: Items ?? [], after: LastEvaluatedKey };
}

/** The number of items of a partition, up to `limit`; fewer if they have more than 1 MB. @throws DomainError `too-busy` */
export async function countItems({ client, name }: Table, options: QueryOptions): Promise<number> {
  const { Count } = await mapOutage(client.send(new QueryCommand({ ...toQueryInput(name, options), Select: "COUNT" })));
  return Count ?? 0;
}

function toQueryInput(
  TableName: string,
  { index, partition, prefix, before, after, limit, isDescending, isConsistent }: QueryOptions,
): QueryCommandInput {
  const [partitionKey, sortKey] = indexKeyAttributes[index ?? "table"];
  const bound = prefix ?? before;
  const sortCondition = bound === undefined ? [] : [prefix === undefined ? "#s < :s" : "begins_with(#s, :s)"];
  return {
    TableName,
    IndexName: index,
    KeyConditionExpression: ["#p = :p", ...sortCondition].join(" AND "),
    ExpressionAttributeNames: { "#p": partitionKey, ...(bound !== undefined && { "#s": sortKey }) },
    ExpressionAttributeValues: { ":p": S(partition), ...(bound !== undefined && { ":s": S(bound) }) },
    ExclusiveStartKey: after,
    Limit: limit,
    ScanIndexForward: isDescending ? false : undefined,
    ConsistentRead: isConsistent,
  };
}

/** All items of a partition, page by page. */
export async function* queryItems(table: Table, options: Omit<QueryOptions, "after">): AsyncGenerator<Item> {
  let after: Item | undefined;
  do {
    const page = await queryPage(table, { ...options, ...(after && { after }) });
    yield* page.items;
    after = page.after;
  } while (after);
}

type BucketQuery = Pick<QueryOptions, "index" | "before"> & { readonly toPartition: (bucket: number) => string };

/** All items of a list that is spread over buckets, one bucket after the other. */
export async function* queryBuckets(table: Table, { toPartition, ...options }: BucketQuery): AsyncGenerator<Item> {
  for (const bucket of buckets) yield* queryItems(table, { ...options, partition: toPartition(bucket) });
}

/**
 * All items of a list that is spread over buckets, in the order of the sort key over all buckets, so that work that is
 * cut short leaves the latest items, and no bucket waits for another one.
 */
export async function* queryBucketsInOrder(
  table: Table,
  { toPartition, ...options }: BucketQuery,
): AsyncGenerator<Item> {
  const [, sortKey] = indexKeyAttributes[options.index ?? "table"];
  const rows = buckets.map((bucket) => queryItems(table, { ...options, partition: toPartition(bucket) }));
  const heads = await Promise.all(rows.map(async (items) => ({ items, next: await items.next() })));
  for (;;) {
    const open = heads.flatMap((head) => (head.next.done ? [] : [{ head, sort: getString(head.next.value, sortKey) }]));
    const [first] = open.toSorted((a, b) => (a.sort < b.sort ? -1 : 1));
    if (!first || first.head.next.done) return;
    yield first.head.next.value;
    first.head.next = await first.head.items.next();
  }
}

/** Whether a list that is spread over buckets has any item. */
export async function hasItemsInBuckets(table: Table, { toPartition, ...options }: BucketQuery): Promise<boolean> {
  const pages = buckets.map((bucket) => queryPage(table, { ...options, partition: toPartition(bucket), limit: 1 }));
  return (await Promise.all(pages)).some(({ items }) => items.length > 0);
}

/** A start key in the index `by-conference`, after the row with this sort key. The row itself may be in another partition. */
export const toStartKey = (key: Key, conferenceKey: string, conferenceSort: string): Item => ({
  ...toItemKey(key),
  conferenceKey: S(conferenceKey),
  conferenceSort: S(conferenceSort),
});

/** Every item of the table, read consistently. Only command-line tools scan; a request never does. */
export async function* scanItems({ client, name }: Table): AsyncGenerator<Item> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey }));
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

// Writes of one item

/** Writes an item, in place of the one with the same key. @throws DomainError `too-busy` */
export async function putItem({ client, name }: Table, item: Item): Promise<void> {
  await untilAccepted(() => client.send(new PutItemCommand({ TableName: name, Item: item })));
}

/** @returns `false` if an item with this key exists. @throws DomainError `too-busy` */
export async function putItemIfAbsent({ client, name }: Table, item: Item): Promise<boolean> {
  const command = new PutItemCommand({ TableName: name, Item: item, ...ifAbsent });
  return (await unlessConditionFails(() => client.send(command))) !== undefined;
}

/** The most items of a `BatchWriteItem` call. */
const itemsPerBatch = 25;

/**
 * Writes items in place of those with the same keys, 25 in one call. Items that DynamoDB did not process for want of
 * capacity are written again after a pause with full jitter, until the deadline. Only command-line tools call it.
 * @throws DomainError `too-busy`
 */
export async function writeItems({ client, name }: Table, items: readonly Item[], deadline: Deadline): Promise<void> {
  let left = items.map((item): WriteRequest => ({ PutRequest: { Item: item } }));
  let refusals = 0;
  while (left.length > 0) {
    const command = new BatchWriteItemCommand({ RequestItems: { [name]: left.slice(0, itemsPerBatch) } });
    const { UnprocessedItems } = await mapOutage(client.send(command));
    const unprocessed = UnprocessedItems?.[name] ?? [];
    left = [...unprocessed, ...left.slice(itemsPerBatch)];
    refusals = unprocessed.length > 0 ? refusals + 1 : 0;
    if (refusals > 0) await pauseBeforeRetry(refusals, deadline);
  }
}

interface ItemUpdate {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Item;
  readonly condition?: string;
}

/**
 * Updates an item if the condition holds.
 * @returns the item after the update, or `undefined` if the condition failed
 * @throws DomainError `too-busy`
 */
export async function updateItem(
  { client, name }: Table,
  key: Key,
  { expression, condition, names, values }: ItemUpdate,
): Promise<Item | undefined> {
  const command = new UpdateItemCommand({
    TableName: name,
    Key: toItemKey(key),
    UpdateExpression: expression,
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ReturnValues: "ALL_NEW",
  });
  const updated = await unlessConditionFails(() => client.send(command));
  return updated && (updated.Attributes ?? {});
}

/** @returns whether the item existed. @throws DomainError `too-busy` */
export async function deleteItem({ client, name }: Table, key: Key): Promise<boolean> {
  const command = new DeleteItemCommand({ TableName: name, Key: toItemKey(key), ReturnValues: "ALL_OLD" });
  const { Attributes } = await untilAccepted(() => client.send(command));
  return Attributes !== undefined;
}

async function unlessConditionFails<T>(send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await untilAccepted(send);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/**
 * Sends a write of one item until DynamoDB accepts it. A transaction that holds the item, or a throttle, refuses the
 * write before it has any effect, so that any write can be sent again.
 * @throws DomainError `too-busy` when the time is over, or DynamoDB gives no response
 */
async function untilAccepted<T>(send: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + capacityTimeoutMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isRefusedForNow(error)) return await mapOutage(Promise.reject(error));
    }
    await pauseBeforeRetry(attempt, deadline);
  }
}

// Transactions

/** One write of a transaction, and the meaning of its failed condition. */
export interface TransactionWrite<Failure extends string> {
  readonly item: TransactWriteItem;
  readonly onConditionFailed: Failure;
}

/** The time by which a response is due, in ms of `Date.now()`. */
export type Deadline = number;

const transientReasons = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** The longest pause before the next attempt, in ms. The n-th pause is random, with a bound that doubles each time. */
const maxPauseMs = 400;

const sleepWithJitter = (attempt: number) => sleep(Math.random() * Math.min(maxPauseMs, 8 * 2 ** attempt));

/** How long a read or a write waits for capacity or for a transaction, in ms. A request must end within 30 s. */
const capacityTimeoutMs = 8_000;

/** Waits with full jitter, longer with each attempt. @throws DomainError `too-busy` at the deadline */
export async function pauseBeforeRetry(attempt: number, deadline: Deadline): Promise<void> {
  if (Date.now() >= deadline) throw new DomainError("too-busy");
  await sleepWithJitter(attempt);
}

/**
 * Writes all items or none. A conflict, a throttle or a missing response is tried again with full jitter until the
 * deadline. If several conditions fail, the first one in the order of the writes is reported.
 * @param next the writes, or a function that creates those of each attempt from the indexes of the writes that had a
 * conflict or a throttle in the last attempt
 * @returns the meaning of the failed condition, the index of its write, and the item as it was found, if the write
 * requested it
 * @throws DomainError `too-busy` at the deadline
 */
export async function writeTransaction<Failure extends string>(
  { client }: Table,
  next: readonly TransactionWrite<Failure>[] | ((conflicts: readonly number[]) => readonly TransactionWrite<Failure>[]),
  deadline: Deadline,
): Promise<{ readonly failed: Failure; readonly index: number; readonly existingItem: Item | undefined } | undefined> {
  let conflicts: readonly number[] = [];
  for (let attempt = 0; ; attempt += 1) {
    const writes = typeof next === "function" ? next(conflicts) : next;
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes.map(({ item }) => item) }));
      return undefined;
    } catch (error) {
      const reasons = listCancellationReasons(error);
      const failed = findFailedCondition(writes, reasons);
      if (failed) return failed;
      if (!isRetryable(error, reasons)) throw error;
      conflicts = listConflictIndexes(reasons);
    }
    if (Date.now() >= deadline) throw new DomainError("too-busy");
    await sleepWithJitter(attempt);
  }
}

/** The reason of each write, or none if the transaction was not cancelled. */
const listCancellationReasons = (error: unknown): readonly CancellationReason[] =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];

function findFailedCondition<Failure extends string>(
  writes: readonly TransactionWrite<Failure>[],
  reasons: readonly CancellationReason[],
) {
  const index = reasons.findIndex(({ Code }) => Code === "ConditionalCheckFailed");
  const write = writes[index];
  return write && { failed: write.onConditionFailed, index, existingItem: reasons[index]?.Item };
}

const listConflictIndexes = (reasons: readonly CancellationReason[]) =>
  reasons.flatMap((reason, index) => (isTransient(reason) ? [index] : []));

const isTransient = ({ Code }: CancellationReason) => transientReasons.has(Code ?? "");

/**
 * Whether another attempt may succeed: every reason is a conflict or a throttle; or there was no valid response. In the
 * second case the transaction may have been written, and the next attempt finds its journal item.
 */
function isRetryable(error: unknown, reasons: readonly CancellationReason[]): boolean {
  if (!(error instanceof TransactionCanceledException)) return isOutage(error);
  const failed = reasons.filter(({ Code }) => Code !== undefined && Code !== "None");
  return failed.length > 0 && failed.every(isTransient);
}

// Outages

const throttles = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionInProgressException",
]);

const isRefusedForNow = (error: unknown): boolean =>
  error instanceof DynamoDBServiceException &&
  (error.name === "TransactionConflictException" || throttles.has(error.name));

const networkErrors = new Set(["TimeoutError", "ECONNRESET", "ECONNREFUSED", "EPIPE", "NetworkingError", "ETIMEDOUT"]);

/** Whether DynamoDB gave no valid response: it is unreachable, throttled or broken. The request itself is valid. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DynamoDBServiceException) {
    return throttles.has(error.name) || (error.$metadata.httpStatusCode ?? 500) >= 500;
  }
  const { code, $metadata } = error as { code?: string; $metadata?: object };
  return networkErrors.has(error.name) || networkErrors.has(code ?? "") || $metadata !== undefined;
}

/** Waits for a response of DynamoDB. @throws DomainError `too-busy` if there is none after the retries of the SDK */
async function mapOutage<T>(response: Promise<T>): Promise<T> {
  try {
    return await response;
  } catch (error) {
    if (isOutage(error)) throw new DomainError("too-busy");
    throw error;
  }
}
