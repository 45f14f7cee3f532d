import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { type Item, S } from "#shared/dynamodb/table.ts";
import { noTable, toDamagedDatabaseError } from "./damaged-database.ts";

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
interface StoredRow {
  readonly pk: string;
  readonly sk: string;
  readonly text: string;
}

const toStoredRow = (row: Record<string, unknown>): StoredRow => ({
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

function parseItem(text: string): Item | undefined {
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

/**
 * Replaces each row of a stopped home whose text is no item by one that says so: the database refuses every scan, and
 * every query that meets such a row. Rows of indexes get the text of their item.
 * @param isPrepared whether the home has had tables before
 * @returns how each row is named
 * @throws StartError for a file without them
 */
export function setUnreadableRowsAside(file: string, isPrepared: boolean): string[] {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file);
  try {
    if (isPrepared && !hasTables(database)) throw toDamagedDatabaseError(file, noTable);
    const tables = listTables(database).flatMap((table) => [table, ...listIndexTables(database, table)]);
    return tables.flatMap((table) => setTableAside(database, table));
  } finally {
    database.close();
  }
}

/** A table of the file, and for one of an index the table that it lists. */
interface FileTable {
  readonly name: string;
  readonly listed?: string;
}

const listNames = (database: DatabaseSync, query: string, ...values: string[]): string[] =>
  database
    .prepare(query)
    .all(...values)
    .map(({ name }) => String(name));

const hasTables = (database: DatabaseSync): boolean =>
  listNames(database, "SELECT name FROM sqlite_schema WHERE name = ?", "_tables").length > 0;

const listTables = (database: DatabaseSync): FileTable[] =>
  hasTables(database) ? listNames(database, "SELECT table_name AS name FROM _tables").map((name) => ({ name })) : [];

const listIndexTables = (database: DatabaseSync, { name: listed }: FileTable): FileTable[] =>
  listNames(database, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    .filter((name) => name.startsWith(`${listed}::`))
    .map((name) => ({ name, listed }));

function setTableAside(database: DatabaseSync, { name, listed }: FileTable): string[] {
  const [pk, sk] = listed === undefined ? ["pk", "sk"] : ["table_pk", "table_sk"];
  const table = quoteName(name);
  const where = `WHERE ${pk} = ? AND ${sk} = ?`;
  const update = database.prepare(`UPDATE ${table} SET item_json = ? ${where}`);
  const rows = database.prepare(`SELECT ${pk} AS pk, ${sk} AS sk, item_json AS text FROM ${table}`).iterate();
  // The rows are read one by one, and only these are kept: a home may be larger than the memory.
  const unreadable = [...rows.filter(listed === undefined ? isUnreadable : isUnreadableInIndex)];
  return unreadable.flatMap((row) => {
    const { pk: partition, sk: sort } = toStoredRow(row);
    if (listed === undefined) {
      const item = readStoredRow(row);
      update.run(JSON.stringify(item), partition, sort);
      return [describeKey(item)];
    }
    const source = database
      .prepare(`SELECT item_json AS text FROM ${quoteName(listed)} WHERE pk = ? AND sk = ?`)
      .get(partition, sort);
    if (source) update.run(String(source["text"]), partition, sort);
    else database.prepare(`DELETE FROM ${table} ${where}`).run(partition, sort);
    return [];
  });
}

const isUnreadable = (row: Record<string, unknown>): boolean => isUnreadableRow(readStoredRow(row));

/** An index has its rows under keys of its own, so their text may be that of any key. */
const isUnreadableInIndex = (row: Record<string, unknown>): boolean => parseItem(String(row["text"])) === undefined;
