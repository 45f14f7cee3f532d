import type { AttributeValue, ConsumedCapacity, DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { sum } from "../support/statistics.ts";

interface WrittenItem {
  readonly entity: string;
  readonly bytes: number;
  /** With its index entries. */
  readonly units: number;
  readonly indexes: readonly { readonly name: string; readonly units: number }[];
}

export interface Costs {
  /** The SDK's calls, by command. */
  readonly calls: readonly string[];
  readonly items: readonly WrittenItem[];
  readonly writeUnits: number;
  readonly emulatorSays: string;
  readonly readUnits: number;
  /** Of single writes outside of transactions, as the emulator counts them. */
  readonly plainWriteUnits: number;
}

interface Input {
  ReturnConsumedCapacity?: string;
  TransactItems?: TransactWriteItem[];
}

interface Output {
  readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
}

const singleWrites = new Set(["PutItemCommand", "UpdateItemCommand", "DeleteItemCommand"]);

/** Watches a client from now on. @returns what its calls have cost since */
export function meter(client: DynamoDBClient, name = "meter"): () => Costs {
  const calls: string[] = [];
  const items: WrittenItem[] = [];
  const consumed: ConsumedCapacity[] = [];
  const plain: ConsumedCapacity[] = [];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const input = args.input as Input;
        input.ReturnConsumedCapacity = "INDEXES";
        calls.push(commandName.replace("Command", ""));
        items.push(...(input.TransactItems ?? []).map(weighed));
        const answer = await next(args);
        const used = [(answer.output as Output).ConsumedCapacity ?? []].flat();
        if (singleWrites.has(commandName)) plain.push(...used);
        consumed.push(...used);
        return answer;
      },
    { step: "initialize", name },
  );
  return () => {
    const writes = consumed.filter((each) => (each.WriteCapacityUnits ?? 0) > 0);
    const total = (of: readonly ConsumedCapacity[]) => sum(of.map(({ CapacityUnits = 0 }) => CapacityUnits));
    const writeUnits = sum(items.map(({ units }) => units));
    const told = writes.length > 0 ? writes : consumed.slice(-1);
    const reads = consumed.filter((each) => !told.includes(each) && !plain.includes(each));
    const known = { calls, items, writeUnits, emulatorSays: describe(told) };
    return { ...known, readUnits: total(reads), plainWriteUnits: total(plain) };
  };
}

function describe(told: readonly ConsumedCapacity[]): string {
  return told
    .map(({ CapacityUnits, Table, GlobalSecondaryIndexes = {} }) => {
      const indexes = Object.entries(GlobalSecondaryIndexes).map(([name, { CapacityUnits: own }]) => `${name} ${own}`);
      return `${CapacityUnits} (${[`table ${Table?.CapacityUnits}`, ...indexes].join(", ")})`;
    })
    .join("; ");
}

type Item = Record<string, AttributeValue>;

const kilobytes = (bytes: number) => Math.max(1, Math.ceil(bytes / 1_024));

/** Each index, by the key that an item must have to stand in it, and what else its entry carries. */
const indexKeys = { "by-conference": "conference", due: "due", expiring: "expiring" } as const;
const projected = [
  "entity",
  "accreditationState",
  "seatState",
  "category",
  "delegationId",
  "waitingFor",
  "registrationId",
];

function weighed({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): WrittenItem {
  const { PK } = Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
  const entity = PK?.S?.split("#")[0]?.toLowerCase() ?? "";
  if (!Put?.Item) return { entity, bytes: 0, units: 2, indexes: [] };
  const item = Put.Item;
  const indexes = Object.entries(indexKeys)
    .filter(([, key]) => item[`${key}Key`] !== undefined)
    .map(([name, key]) => ({ name, units: kilobytes(sizeOf(entryOf(item, key))) }));
  const bytes = sizeOf(item);
  return { entity, bytes, units: 2 * kilobytes(bytes) + sum(indexes.map(({ units }) => units)), indexes };
}

const entryOf = (item: Item, key: string): Item =>
  Object.fromEntries(
    Object.entries(item).filter(([name]) => ["PK", "SK", `${key}Key`, `${key}Sort`, ...projected].includes(name)),
  );

/** As DynamoDB counts: the bytes of the names and the values, numbers by their digits, and a little for each nesting. */
const sizeOf = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + sizeOfValue(value)));

function sizeOfValue({ S, N, BOOL, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (BOOL !== undefined) return 1;
  if (L) return 3 + sum(L.map((each) => 1 + sizeOfValue(each)));
  return 3 + sum(Object.entries(M ?? {}).map(([name, each]) => 1 + Buffer.byteLength(name) + sizeOfValue(each)));
}
