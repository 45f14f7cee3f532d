import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import type { Item } from "#shared/dynamodb/table.ts";
import { isUnreadableRow, parseItem, quoteName } from "./unreadable-rows.ts";

const definitionsSchema = z.array(
  z.object({
    IndexName: z.string(),
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) })),
    Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.optional(z.array(z.string())) }),
  }),
);

type IndexDefinition = z.output<typeof definitionsSchema>[number];

/** A row of an index, as the emulator stores it. */
interface IndexRow {
  readonly partition: string;
  readonly sort: string;
  readonly item: Item | undefined;
}

/** The rows of one index in the emulator's file. Each follows from an item of the table. */
class IndexRows {
  readonly #keys: readonly string[];
  /** The attributes of a row; undefined if it has all of its item. */
  readonly #attributes: ReadonlySet<string> | undefined;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #countOrphans: StatementSync;
  readonly #removeOrphans: StatementSync;

  constructor(database: DatabaseSync, table: string, { IndexName, KeySchema, Projection }: IndexDefinition) {
    this.#keys = KeySchema.toSorted((one) => (one.KeyType === "HASH" ? -1 : 1)).map((each) => each.AttributeName);
    const { ProjectionType, NonKeyAttributes = [] } = Projection;
    this.#attributes = ProjectionType === "ALL" ? undefined : new Set(["PK", "SK", ...this.#keys, ...NonKeyAttributes]);
    const name = quoteName(`${table}::gsi::${IndexName}`);
    const ofItem = "WHERE table_pk = ? AND table_sk = ?";
    const ofNone = `WHERE NOT EXISTS (SELECT 1 FROM ${quoteName(table)} WHERE pk = table_pk AND sk = table_sk)`;
    this.#find = database.prepare(`SELECT gsi_pk AS pk, gsi_sk AS sk, item_json AS text FROM ${name} ${ofItem}`);
    this.#insert = database.prepare(
      `INSERT INTO ${name} (gsi_pk, gsi_sk, table_pk, table_sk, item_json) VALUES (?, ?, ?, ?, ?)`,
    );
    this.#remove = database.prepare(`DELETE FROM ${name} ${ofItem}`);
    this.#countOrphans = database.prepare(`SELECT count(*) AS count FROM ${name} ${ofNone}`);
    this.#removeOrphans = database.prepare(`DELETE FROM ${name} ${ofNone}`);
  }

  /**
   * Whether the index has the row of an item, and no other of it.
   * @param pk the key of the item, as the emulator stores it
   */
  agrees(pk: string, sk: string, item: Item): boolean {
    const found = this.#find.all(pk, sk).map(
      (row): IndexRow => ({
        partition: String(row["pk"]),
        sort: String(row["sk"]),
        item: parseItem(String(row["text"])),
      }),
    );
    // What follows from an item that can't be read is unknown: lists name it by the row that they have.
    if (isUnreadableRow(item)) return found.every((row) => row.item !== undefined);
    return isDeepStrictEqual(found, this.#toRows(item));
  }

  /** Writes the row of an item in place of those that the index has of it. */
  replace(pk: string, sk: string, item: Item): void {
    this.#remove.run(pk, sk);
    for (const row of this.#toRows(item)) this.#insert.run(row.partition, row.sort, pk, sk, JSON.stringify(row.item));
  }

  /** The number of rows whose item the table does not have. */
  countOrphans(): number {
    return Number(this.#countOrphans.get()?.["count"]);
  }

  /** @returns the number of removed rows */
  removeOrphans(): number {
    return Number(this.#removeOrphans.run().changes);
  }

  /** An item without the attributes of the key has no row. */
  #toRows(item: Item): IndexRow[] {
    const [partition, sort] = this.#keys.map((name) => item[name]?.S);
    if (partition === undefined || (sort === undefined && this.#keys.length > 1)) return [];
    const shown = Object.entries(item).filter(([name]) => this.#attributes?.has(name) ?? true);
    return [
      {
        partition: `S:${partition}`,
        sort: sort === undefined ? "" : `S:${sort}`,
        item: Object.fromEntries(shown),
      },
    ];
  }
}

/** The indexes of a table, as the file describes them. */
export function openIndexes(database: DatabaseSync, table: string): readonly IndexRows[] {
  const found = database.prepare("SELECT gsi_definitions AS text FROM _tables WHERE table_name = ?").get(table);
  const definitions = z.parse(definitionsSchema, JSON.parse(String(found?.["text"] ?? "[]")));
  return definitions.map((definition) => new IndexRows(database, table, definition));
}
