import { type Item, S } from "#shared/dynamodb/table.ts";

/** The entity of a row whose text in the database's file is no item. */
const unreadableEntity = "unreadable";

export const isUnreadableRow = (item: Item): boolean => item["entity"]?.S === unreadableEntity;

/** How a row is named where no personal data may be: the key of a search term contains a part of a name. */
export function describeKey({ PK, SK }: Item): string {
  const [partition = "", sort = ""] = [PK?.S, SK?.S];
  if (!partition.startsWith("TERM#")) return `item ${partition} ${sort}`;
  return `item TERM of registration ${sort.split("#").at(-1)}`;
}

/** A row of the emulator's file. Its keys are `S:` and the value. */
export interface StoredRow {
  readonly pk: string;
  readonly sk: string;
  readonly text: string;
}

export const toStoredRow = (row: Record<string, unknown>): StoredRow => ({
  pk: String(row["pk"]),
  sk: String(row["sk"]),
  text: String(row["text"]),
});

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The types of attribute values, and how each looks in JSON. */
const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  S: (value) => typeof value === "string",
  N: (value) => typeof value === "string",
  B: (value) => typeof value === "string",
  BOOL: (value) => typeof value === "boolean",
  NULL: (value) => typeof value === "boolean",
  L: Array.isArray,
  SS: Array.isArray,
  NS: Array.isArray,
  BS: Array.isArray,
  M: isRecord,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAttribute(value: unknown): boolean {
  const [entry, ...others] = isRecord(value) ? Object.entries(value) : [];
  return entry !== undefined && others.length === 0 && isOfType[entry[0]]?.(entry[1]) === true;
}

const isAttributes = (value: unknown): value is Item => isRecord(value) && Object.values(value).every(isAttribute);

/** Whether a value is an item of the table: attributes of known types, and a key. */
export const isItem = (value: unknown): value is Item =>
  isAttributes(value) && value["PK"]?.S !== undefined && value["SK"]?.S !== undefined;

/** @returns undefined for a text that is no attributes */
export function parseItem(text: string): Item | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isAttributes(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The item of a row. A row whose text is no item, or is that of another key, becomes an item of its own key with the
 * entity `unreadable`, which keeps the text.
 */
export function readStoredRow(row: Record<string, unknown>): Item {
  const { pk, sk, text } = toStoredRow(row);
  const item = parseItem(text);
  const [partition, sort] = [pk.slice("S:".length), sk.slice("S:".length)];
  if (item?.["PK"]?.S === partition && item["SK"]?.S === sort) return item;
  return { PK: S(partition), SK: S(sort), entity: S(unreadableEntity), text: S(text) };
}
