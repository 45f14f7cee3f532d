import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Item } from "#shared/dynamodb/table.ts";
import { noTable, toDamagedDatabaseError } from "./damaged-database.ts";
import { openIndexes } from "./index-rows.ts";
import { describeKey, isUnreadableRow, quoteName, readStoredRow, toStoredRow } from "./unreadable-rows.ts";

/** What was wrong with the rows of a stopped home. */
export interface MendedRows {
  /** How each row is named whose text is no item. */
  readonly unreadable: readonly string[];
  /** The number of items whose rows in the indexes were written again, or deleted. */
  readonly indexed: number;
}

/**
 * Replaces each row of a stopped home whose text is no item by one that says so: the database refuses every scan, and
 * every query that meets such a row. Writes the rows of the indexes again that do not follow from their items: no write
 * of an item would bring a lost one back, and lists would lack the item for ever.
 * @param isPrepared whether the home has had tables before
 * @throws StartError for a file without them
 */
export function mendStoredRows(file: string, isPrepared: boolean): MendedRows {
  if (!existsSync(file)) return { unreadable: [], indexed: 0 };
  const database = new DatabaseSync(file);
  try {
    if (isPrepared && !hasTables(database)) throw toDamagedDatabaseError(file, noTable);
    const mended = listTables(database).map((table) => mendTable(database, table));
    return {
      unreadable: mended.flatMap(({ unreadable }) => unreadable),
      indexed: mended.reduce((sum, { indexed }) => sum + indexed, 0),
    };
  } finally {
    database.close();
  }
}

const listNames = (database: DatabaseSync, query: string, ...values: string[]): string[] =>
  database
    .prepare(query)
    .all(...values)
    .map(({ name }) => String(name));

const hasTables = (database: DatabaseSync): boolean =>
  listNames(database, "SELECT name FROM sqlite_schema WHERE name = ?", "_tables").length > 0;

const listTables = (database: DatabaseSync): string[] =>
  hasTables(database) ? listNames(database, "SELECT table_name AS name FROM _tables") : [];

/** All rows of a table, one by one, because a home may be larger than the memory. */
function* iterateRows(database: DatabaseSync, table: string) {
  const rows = database.prepare(`SELECT pk, sk, item_json AS text FROM ${quoteName(table)}`).iterate();
  for (const row of rows) yield { ...toStoredRow(row), item: readStoredRow(row) };
}

function mendTable(database: DatabaseSync, table: string): MendedRows {
  const indexes = openIndexes(database, table);
  const aside: { readonly pk: string; readonly sk: string; readonly item: Item }[] = [];
  let indexed = 0;
  database.exec("BEGIN");
  for (const { pk, sk, item } of iterateRows(database, table)) {
    if (isUnreadableRow(item)) aside.push({ pk, sk, item });
    for (const index of indexes.filter((each) => !each.agrees(pk, sk, item))) {
      index.replace(pk, sk, item);
      indexed += 1;
    }
  }
  for (const index of indexes) indexed += index.removeOrphans();
  const update = database.prepare(`UPDATE ${quoteName(table)} SET item_json = ? WHERE pk = ? AND sk = ?`);
  for (const { pk, sk, item } of aside) update.run(JSON.stringify(item), pk, sk);
  database.exec("COMMIT");
  return { unreadable: aside.map(({ item }) => describeKey(item)), indexed };
}

/** The number of rows of indexes that do not follow from their items, which the next start writes again. */
export function countIndexFaults(database: DatabaseSync): number {
  let count = 0;
  for (const table of listTables(database)) {
    const indexes = openIndexes(database, table);
    for (const { pk, sk, item } of iterateRows(database, table))
      count += indexes.filter((index) => !index.agrees(pk, sk, item)).length;
    for (const index of indexes) count += index.countOrphans();
  }
  return count;
}
