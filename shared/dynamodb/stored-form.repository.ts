import { conferenceDirectory, keys } from "./keys.ts";
import { getItem, getNumber, type Item, N, putItemIfAbsent, queryPage, S, type Table, toItemKey } from "./table.ts";

/**
 * The version of the form in which this release stores items. A change that another release cannot read, or whose
 * derived rows another release counts differently, raises it.
 */
const storedForm = 1;

/** Records the form of a table with its first conference. A table that has one keeps it. */
export const stampStoredForm = (table: Table): Promise<boolean> =>
  putItemIfAbsent(table, { ...toItemKey(keys.storedForm), entity: S("stored-form"), form: N(storedForm) });

/** Why this release must not work with a table, in one sentence; `undefined` if it may. */
export async function findStoredFormFault(table: Table): Promise<string | undefined> {
  const item = await getItem(table, keys.storedForm);
  const { items } = await queryPage(table, { partition: conferenceDirectory, limit: 1, isConsistent: true });
  return describeFormFault(item, items.length > 0);
}

/** As `findStoredFormFault`, for items that are read one after the other. */
export class StoredFormCheck {
  #item: Item | undefined;
  #hasConferences = false;

  add(item: Item): void {
    const partition = item["PK"]?.S;
    if (partition === keys.storedForm.PK) this.#item = item;
    if (partition === conferenceDirectory) this.#hasConferences = true;
  }

  findFault(): string | undefined {
    return describeFormFault(this.#item, this.#hasConferences);
  }
}

function describeFormFault(item: Item | undefined, hasConferences: boolean): string | undefined {
  const form = item ? getNumber(item, "form") : 0;
  if (form === storedForm) return undefined;
  if (form > storedForm)
    return `it was written by a newer version of Palais (form ${form}; this one reads form ${storedForm}). Use that version.`;
  if (!item && !hasConferences) return undefined;
  return `it was written by an older version of Palais (form ${form}; this one reads form ${storedForm}), and its figures can't be trusted. Use that version.`;
}
