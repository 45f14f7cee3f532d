import { keys } from "#shared/dynamodb/keys.ts";
import {
  deleteItem,
  getItem,
  getString,
  putItem,
  S,
  scanItems,
  type Table,
  toItemKey,
} from "#shared/dynamodb/table.ts";

/** Marks a table whose restore has begun. @param digest of the backup, which the same backup alone may repeat */
export const beginRestore = (table: Table, digest: string, at: Date): Promise<void> =>
  putItem(table, {
    ...toItemKey(keys.restore),
    entity: S("restore"),
    digest: S(digest),
    at: S(at.toISOString()),
  });

/** Records a backup in the table that it is of, for `npm run status`. */
export const recordBackup = (table: Table, at: Date): Promise<void> =>
  putItem(table, { ...toItemKey(keys.lastBackup), entity: S("last-backup"), at: S(at.toISOString()) });

export const endRestore = (table: Table): Promise<boolean> => deleteItem(table, keys.restore);

/** @throws Error if the table contains anything but an interrupted restore of the backup with this digest */
export async function assertRestorable(table: Table, digest: string): Promise<void> {
  const marker = await getItem(table, keys.restore);
  if (marker && getString(marker, "digest") === digest) return;
  if (marker)
    throw new Error(
      `The table ${table.name} contains an unfinished restore of another backup, of ${getString(marker, "at")}. ` +
        "Repeat it with that file, or use an empty table: nothing was restored.",
    );
  const { done: isEmpty } = await scanItems(table).next();
  if (!isEmpty) throw new Error(`The table ${table.name} isn't empty: nothing was restored.`);
}

/** @throws Error for a table whose restore was interrupted */
export async function assertNotRestoring(table: Table): Promise<void> {
  const marker = await getItem(table, keys.restore);
  if (marker)
    throw new Error(
      `The table ${table.name} contains an unfinished restore of ${getString(marker, "at")}. ` +
        `Repeat it: npm run restore -- --from FILE --table ${table.name} --bucket BUCKET`,
    );
}
