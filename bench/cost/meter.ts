import type { AttributeValue, ConsumedCapacity, DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Item } from "#shared/dynamodb/table.ts";
import { sum } from "../support/statistics.ts";

export interface CapacityUnits {
  readonly readUnits: number;
  readonly writeUnits: number;
}

interface Input {
  ReturnConsumedCapacity?: string;
  TransactItems?: TransactWriteItem[];
}

interface Output {
  readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
}

const plainWrites = new Set(["PutItemCommand", "UpdateItemCommand", "DeleteItemCommand", "BatchWriteItemCommand"]);

/**
 * Meters a client's calls from now on. Write units of transactions are computed from the sizes of the items; the other
 * units are those that the emulator reports.
 * @returns a function that returns the units so far
 */
export function meterCapacity(client: DynamoDBClient, name: string): () => CapacityUnits {
  let [readUnits, writeUnits] = [0, 0];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const input = args.input as Input;
        input.ReturnConsumedCapacity = "INDEXES";
        writeUnits += sum((input.TransactItems ?? []).map(computeWriteUnits));
        const answer = await next(args);
        const reported = [(answer.output as Output).ConsumedCapacity ?? []].flat();
        const units = sum(reported.map(({ CapacityUnits: each = 0 }) => each));
        if (plainWrites.has(commandName)) writeUnits += units;
        else if (commandName !== "TransactWriteItemsCommand") readUnits += units;
        return answer;
      },
    { step: "initialize", name },
  );
  return () => ({ readUnits, writeUnits });
}

/** The indexes by the attribute prefix of their keys, and the attributes that their entries project. */
export const indexKeys = ["conference", "due", "expiring"] as const;
const projected = [
  "entity",
  "accreditationState",
  "seatState",
  "category",
  "delegationId",
  "waitingFor",
  "registrationId",
];

/**
 * Two units per KB of an item in a transaction, and one per KB of each index entry. An update is taken as at most 1 KB.
 */
function computeWriteUnits({ Put }: TransactWriteItem): number {
  const item = Put?.Item;
  if (!item) return 2;
  const entries = indexKeys.filter((key) => item[`${key}Key`] !== undefined).map((key) => pickIndexEntry(item, key));
  return 2 * countKilobytes(item) + sum(entries.map(countKilobytes));
}

export const pickIndexEntry = (item: Item, key: (typeof indexKeys)[number]): Item =>
  Object.fromEntries(
    Object.entries(item).filter(([name]) => ["PK", "SK", `${key}Key`, `${key}Sort`, ...projected].includes(name)),
  );

export const countKilobytes = (item: Item) => Math.max(1, Math.ceil(measureItem(item) / 1_024));

/** The size as DynamoDB counts it: the bytes of names and values, numbers by their digits, and overhead for nesting. */
export const measureItem = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + measureValue(value)));

function measureValue({ S, N, BOOL, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (BOOL !== undefined) return 1;
  if (L) return 3 + sum(L.map((each) => 1 + measureValue(each)));
  return 3 + sum(Object.entries(M ?? {}).map(([name, each]) => 1 + Buffer.byteLength(name) + measureValue(each)));
}
