import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type ItemAccess, isTransaction, type ProxyCall, type ProxyItem } from "./call.ts";
import { createCancelledAnswer, createErrorAnswer, createReason, type ProxyAnswer } from "./proxy-answer.ts";

const sumSizes = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function getValueSize({ S, N, B, M, L, SS, NS }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (B !== undefined) return B.length;
  if (M) return 3 + getItemSize(M) + Object.keys(M).length;
  if (L) return 3 + sumSizes(L.map((each) => getValueSize(each) + 1));
  return SS || NS ? sumSizes([...(SS ?? []), ...(NS ?? [])].map((each) => Buffer.byteLength(each))) : 1;
}

/** The bytes of an item as DynamoDB counts them: the names of its attributes, and their values. */
const getItemSize = (item: ProxyItem): number =>
  sumSizes(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + getValueSize(value)));

/** The keys of the indexes, each with the sort key that goes with it. */
const indexKeys = [
  ["conferenceKey", "conferenceSort"],
  ["dueKey", "dueSort"],
  ["expiringKey", "expiringSort"],
] as const;

/** Where an item stands in an index: partition and sort key, by the index's partition attribute. */
export type IndexEntries = ReadonlyMap<string, { readonly partition: string; readonly sort: string }>;

const toIndexEntries = (item: ProxyItem): IndexEntries =>
  new Map(
    indexKeys.flatMap(([partition, sort]) => {
      const value = item[partition]?.S;
      return value === undefined ? [] : [[partition, { partition: value, sort: item[sort]?.S ?? "" }] as const];
    }),
  );

/** An update's expression with its names filled in. */
function resolveExpression({ update }: ItemAccess): string {
  const names = update?.ExpressionAttributeNames ?? {};
  return (update?.UpdateExpression ?? "").replace(/#\w+/g, (name) => names[name] ?? name);
}

/** The text that an expression sets an attribute to, if it does. */
function findSetValue(expression: string, { update }: ItemAccess, name: string): string | undefined {
  const placeholder = new RegExp(`\\b${name}\\s*=\\s*(:\\w+)`).exec(expression)?.[1];
  return placeholder === undefined ? undefined : update?.ExpressionAttributeValues?.[placeholder]?.S;
}

/** An update moves, makes or removes an entry where its expression names the entry's keys. */
function applyUpdate(before: IndexEntries, touch: ItemAccess): IndexEntries {
  const expression = resolveExpression(touch);
  const removed = /\bREMOVE\b(.*?)(\bSET\b|\bADD\b|\bDELETE\b|$)/.exec(expression)?.[1] ?? "";
  return new Map(
    indexKeys.flatMap(([attribute, sorted]) => {
      const was = before.get(attribute);
      const partition = findSetValue(expression, touch, attribute) ?? was?.partition;
      if (partition === undefined || new RegExp(`\\b${attribute}\\b`).test(removed)) return [];
      return [[attribute, { partition, sort: findSetValue(expression, touch, sorted) ?? was?.sort ?? "" }] as const];
    }),
  );
}

/** Where an item stands after a write. */
function applyWrite(before: IndexEntries, touch: ItemAccess): IndexEntries {
  if (touch.kind === "put") return toIndexEntries(touch.item ?? {});
  if (touch.kind === "delete") return new Map();
  return touch.kind === "update" ? applyUpdate(before, touch) : before;
}

/** The partitions of indexes that a write writes to: an entry that moves is deleted and put, one that stays is put. */
function listWrittenPartitions(before: IndexEntries, after: IndexEntries, touch: ItemAccess): string[] {
  return indexKeys.flatMap(([attribute]) => {
    const [was, is] = [before.get(attribute), after.get(attribute)];
    const stays = was?.partition === is?.partition && was?.sort === is?.sort;
    if (stays) return is && touch.kind === "put" ? [`${attribute} ${is.partition}`] : [];
    return [was, is].flatMap((entry) => (entry ? [`${attribute} ${entry.partition}`] : []));
  });
}

interface TokenBucket {
  units: number;
  filledAt: number;
}

/** What the proxy knows of an item by the writes it has seen. */
interface KnownItem {
  readonly size: number;
  readonly entries: IndexEntries;
}

const unknownItem: KnownItem = { size: 0, entries: new Map() };

/**
 * The write units that a partition key takes in a second, of the table and of each index: a bucket holds one second's
 * worth, and a write passes while there is anything in it. 2 units per KB and item in a transaction, 1 per KB in a
 * single write; an index entry, being small, is 1. A write whose index is over its rate is refused at the table.
 */
export class WriteCapacity {
  readonly #rate: number;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #known = new Map<string, KnownItem>();

  constructor(unitsPerSecond: number) {
    this.#rate = unitsPerSecond;
  }

  /** Takes the units of a call, or answers which of its items were over the rate; those pay nothing. */
  charge(call: ProxyCall): ProxyAnswer | undefined {
    if (!Number.isFinite(this.#rate)) return undefined;
    const costs = call.accesses.map((touch) =>
      touch.kind === "get" ? [] : this.#listCosts(touch, isTransaction(call)),
    );
    const over = costs.map((cost) => cost.some(([partition]) => this.#getBucket(partition).units <= 0));
    if (over.includes(true))
      return isTransaction(call)
        ? createCancelledAnswer(over.map((each) => createReason(each ? "ThrottlingError" : "None")))
        : createErrorAnswer("ProvisionedThroughputExceededException");
    for (const [partition, units] of costs.flat()) this.#getBucket(partition).units -= units;
    return undefined;
  }

  /** Remembers what a call has written. */
  recordWrite({ accesses }: ProxyCall): void {
    if (!Number.isFinite(this.#rate)) return;
    for (const touch of accesses) {
      const before = this.#known.get(touch.name) ?? unknownItem;
      if (touch.kind === "delete") this.#known.delete(touch.name);
      else
        this.#known.set(touch.name, { size: getSizeAfter(before, touch), entries: applyWrite(before.entries, touch) });
    }
  }

  #listCosts(touch: ItemAccess, transacting: boolean): (readonly [partition: string, units: number])[] {
    const before = this.#known.get(touch.name) ?? unknownItem;
    const kilobytes = Math.max(1, Math.ceil(Math.max(before.size, getSizeAfter(before, touch)) / 1_024));
    const indexes = listWrittenPartitions(before.entries, applyWrite(before.entries, touch), touch);
    return [
      [`table ${touch.key["PK"]?.S ?? ""}`, transacting ? 2 * kilobytes : kilobytes],
      ...indexes.map((partition) => [partition, 1] as const),
    ];
  }

  #getBucket(partition: string): TokenBucket {
    const now = performance.now();
    const bucket = this.#buckets.get(partition) ?? { units: this.#rate, filledAt: now };
    bucket.units = Math.min(this.#rate, bucket.units + ((now - bucket.filledAt) * this.#rate) / 1_000);
    bucket.filledAt = now;
    this.#buckets.set(partition, bucket);
    return bucket;
  }
}

function getSizeAfter(before: KnownItem, { kind, item, key, update }: ItemAccess): number {
  if (kind === "put") return getItemSize(item ?? {});
  if (kind === "update")
    return Math.max(before.size, getItemSize(key) + getItemSize(update?.ExpressionAttributeValues ?? {}));
  return before.size;
}
