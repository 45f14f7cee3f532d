import type { AttributeValue, DynamoDBClient, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Item } from "#shared/dynamodb/table.ts";
import { countKilobytes, indexKeys, measureItem, pickIndexEntry } from "../cost/meter.ts";

/** How a request used one item, or one entry of an index. */
export interface MeteredAccess {
  readonly kind: "consistent read" | "eventual read" | "write" | "condition check";
  /** The partition key, with the name of the index before it if it is one of an index. */
  readonly partition: string;
  /** The key of the item. */
  readonly key: string;
  /** Read or write units. */
  readonly units: number;
}

const indexNames = { conference: "by-conference", due: "due", expiring: "expiring" } as const;

interface KeysToRead {
  readonly Keys?: readonly Item[];
  readonly ConsistentRead?: boolean;
}

interface Input {
  readonly Key?: Item;
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<Record<string, KeysToRead | readonly unknown[]>>;
  readonly TransactItems?: readonly TransactWriteItem[];
}

interface Output {
  readonly Item?: Item;
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
}

/**
 * Meters each item that a client reads or writes, as DynamoDB counts it: a partition key has a limit of its own, and
 * the answers give units for the whole table alone.
 * @returns a function that returns the accesses since its last call
 * @throws Error for a command that a submission does not use
 */
export function meterPartitions(client: DynamoDBClient): () => MeteredAccess[] {
  let accesses: MeteredAccess[] = [];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const answer = await next(args);
        accesses.push(...listAccesses(commandName, args.input as Input, answer.output as Output));
        return answer;
      },
    { step: "initialize", name: "partitions" },
  );
  return () => {
    const taken = accesses;
    accesses = [];
    return taken;
  };
}

function listAccesses(commandName: string, input: Input, output: Output): MeteredAccess[] {
  switch (commandName) {
    case "GetItemCommand":
      return [toRead(input.Key ?? {}, output.Item, input.ConsistentRead)];
    case "BatchGetItemCommand":
      return Object.entries(input.RequestItems ?? {}).flatMap(([table, request]) => {
        const { Keys = [], ConsistentRead } = request as KeysToRead;
        const found = new Map(output.Responses?.[table]?.map((item) => [toText(item), item]));
        return Keys.map((key) => toRead(key, found.get(toText(key)), ConsistentRead));
      });
    case "TransactWriteItemsCommand":
      return (input.TransactItems ?? []).flatMap(listWrites);
    default:
      throw new Error(`${commandName} is not metered`);
  }
}

const getText = (value: AttributeValue | undefined) => value?.S ?? "";

const toText = ({ PK, SK }: Item) => `${getText(PK)} ${getText(SK)}`;

/** One unit per 4 KB, also of an item that does not exist; half of it if the read may lag. */
function toRead(key: Item, item: Item | undefined, isConsistent = false): MeteredAccess {
  const blocks = Math.max(1, Math.ceil(measureItem(item ?? {}) / 4_096));
  return {
    kind: isConsistent ? "consistent read" : "eventual read",
    partition: getText(key["PK"]),
    key: toText(key),
    units: isConsistent ? blocks : blocks / 2,
  };
}

/** Two units per KB of an item in a transaction, and one per KB of each index entry. An update is taken as at most 1 KB. */
function listWrites({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): MeteredAccess[] {
  const item = Put?.Item;
  const key = item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
  const own: MeteredAccess = {
    kind: ConditionCheck ? "condition check" : "write",
    partition: getText(key["PK"]),
    key: toText(key),
    units: item ? 2 * countKilobytes(item) : 2,
  };
  const entries = indexKeys.filter((name) => item?.[`${name}Key`] !== undefined);
  return [
    own,
    ...entries.map((name): MeteredAccess => {
      const entry = pickIndexEntry(item ?? {}, name);
      const partition = `index ${indexNames[name]}, ${getText(entry[`${name}Key`])}`;
      return { kind: "write", partition, key: `index ${indexNames[name]}, ${own.key}`, units: countKilobytes(entry) };
    }),
  ];
}
