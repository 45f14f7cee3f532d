import { serializeKey } from "#shared/dynamodb/keys.ts";
import { type Item, putItemIfAbsent, scanItems, type Table } from "#shared/dynamodb/table.ts";
import { isUnreadableRow } from "../../local/dynamodb/unreadable-rows.ts";
import { toPrintable } from "../print.ts";
import { getLocalLocation, readLocalTable } from "../target.ts";
import { toOwnKey } from "./stored-rows.ts";

/**
 * All items of a table that is in use: of a deployed one, or without a name of the running local system, whose rows that
 * are no item are set aside first.
 */
export async function readOperatorTable(table: Table, name: string | undefined): Promise<Item[]> {
  if (name !== undefined) return Array.fromAsync(scanItems(table));
  await setAsideWhileRunning(table);
  return [...readLocalTable(getLocalLocation().folder)];
}

/**
 * Sets aside the rows of the running local system whose text is no item, as its start does: every scan of its database
 * stops at one. A row that is written meanwhile stays.
 */
export async function setAsideWhileRunning(table: Table): Promise<void> {
  for (const item of readLocalTable(getLocalLocation().folder))
    if (isUnreadableRow(item)) await putItemIfAbsent(table, item);
}

/** Whether a row has the key that a person has typed, as the commands print it. */
export const hasPrintedKey = (item: Item, printed: string): boolean =>
  toPrintable(serializeKey(toOwnKey(item))) === printed;
