import { serializeKey } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, type Table } from "#shared/dynamodb/table.ts";
import { hasPrintedKey } from "./operator-rows.ts";
import { deleteNeedlessRow } from "./repair.repository.ts";
import { classifyKey, findPromisedKey, toOwnKey, tryFindRowFault } from "./stored-rows.ts";

/** How long the removal is tried, in ms. */
const removeTimeoutMs = 10_000;

/**
 * Removes a row that no function needs: one whose key is of no kind that Palais writes, or a damaged one that is kept for
 * a time only.
 * @param items all items of the table at one moment
 * @param printed the key, as `verify-counters` prints it
 * @throws Error for any other row, and for one that may be the only copy of a registration, delegation or conference
 */
export async function removeRow(table: Table, items: readonly Item[], printed: string): Promise<void> {
  const found = items.filter((item) => hasPrintedKey(item, printed));
  const [row] = found;
  if (!row) throw new Error(`The table has no item ${printed}. Nothing was removed.`);
  if (found.length > 1) throw new Error(`${found.length} items are printed as ${printed}. Nothing was removed.`);
  const kind = classifyKey(toOwnKey(row));
  const isDamaged = tryFindRowFault(row) !== undefined;
  if (kind !== "foreign" && !(kind === "temporary" && isDamaged))
    throw new Error(`Functions read ${printed}: only a row that none needs is removed. Nothing was removed.`);
  const promised = findPromisedKey(row);
  if (promised && !(await getItem(table, promised)))
    throw new Error(
      `${printed} may be the only copy of ${serializeKey(promised)}, which is missing: bring that back from a backup ` +
        "first. Nothing was removed.",
    );
  if (!(await deleteNeedlessRow(table, row, Date.now() + removeTimeoutMs)))
    throw new Error(`${printed} was written meanwhile: repeat the command. Nothing was removed.`);
}
