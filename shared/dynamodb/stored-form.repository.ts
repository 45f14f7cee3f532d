import { conferenceDirectory, keys } from "./keys.ts";
import {
  getItem,
  getNumber,
  type Item,
  N,
  putItemIfAbsent,
  queryPage,
  S,
  type Table,
  toItemKey,
  updateItem,
} from "./table.ts";

/**
 * The version of the form in which this release stores items. A change that another release cannot read, or whose
 * derived rows another release counts differently, raises it, and adds a step to `cli/upgrade/steps.ts`.
 */
export const currentForm = 2;

/** The oldest form that an upgrade begins with. Its figures are right; those of form 0 are not. */
const oldestForm = 1;

/** The form of a table. */
export interface StoredForm {
  readonly form: number;
  /** The form from which an upgrade began that is not complete. */
  readonly upgradingFrom?: number;
}

/** Records the form of a table with its first conference. A table that has one keeps it. */
export const stampStoredForm = (table: Table): Promise<boolean> =>
  putItemIfAbsent(table, { ...toItemKey(keys.storedForm), entity: S("stored-form"), form: N(currentForm) });

/** @returns `undefined` for a table without a form: it is empty, or of form 0 */
export async function loadStoredForm(table: Table): Promise<StoredForm | undefined> {
  const item = await getItem(table, keys.storedForm);
  return item && parseStoredForm(item);
}

function parseStoredForm(item: Item): StoredForm {
  const form = getNumber(item, "form");
  return item["upgradingFrom"] ? { form, upgradingFrom: getNumber(item, "upgradingFrom") } : { form };
}

/**
 * Marks a table whose upgrade begins, so that neither this release nor an older one takes it for whole.
 * @returns `false` if it is not in that form
 */
export const beginUpgrade = async (table: Table, from: number): Promise<boolean> =>
  (await updateItem(table, keys.storedForm, {
    expression: "SET form = :current, upgradingFrom = :from",
    condition: "form = :from",
    values: { ":current": N(currentForm), ":from": N(from) },
  })) !== undefined;

export async function endUpgrade(table: Table): Promise<void> {
  await updateItem(table, keys.storedForm, { expression: "REMOVE upgradingFrom", condition: "attribute_exists(PK)" });
}

/**
 * Why this release must not work with a table, in one sentence; `undefined` if it may.
 * @param upgradedBy the command that brings the table to the current form
 */
export async function findStoredFormFault(table: Table, upgradedBy = "npm run upgrade"): Promise<string | undefined> {
  const item = await getItem(table, keys.storedForm);
  const { items } = await queryPage(table, { partition: conferenceDirectory, limit: 1, isConsistent: true });
  return describeFormFault(item, items.length > 0, upgradedBy);
}

/** As `findStoredFormFault`, for items that are read one after the other. */
export class StoredFormCheck {
  readonly #upgradedBy: string;
  #item: Item | undefined;
  #hasConferences = false;

  /** @param upgradedBy the command that brings the items to the current form */
  constructor(upgradedBy: string) {
    this.#upgradedBy = upgradedBy;
  }

  add(item: Item): void {
    const partition = item["PK"]?.S;
    if (partition === keys.storedForm.PK) this.#item = item;
    if (partition === conferenceDirectory) this.#hasConferences = true;
  }

  findFault(): string | undefined {
    return describeFormFault(this.#item, this.#hasConferences, this.#upgradedBy);
  }

  /** As `findFault`, where an older form is upgraded. */
  findUpgradeFault(): string | undefined {
    const stored = this.#item && parseStoredForm(this.#item);
    return stored && isUpgradable(stored) && stored.upgradingFrom === undefined ? undefined : this.findFault();
  }
}

const isUpgradable = ({ form }: StoredForm): boolean => form >= oldestForm && form <= currentForm;

function describeFormFault(item: Item | undefined, hasConferences: boolean, upgradedBy: string): string | undefined {
  if (!item && !hasConferences) return undefined;
  if (item && item["form"]?.N === undefined)
    return "the item STORED-FORM, which says its form, is damaged. Take it from a backup.";
  const stored: StoredForm = item ? parseStoredForm(item) : { form: 0 };
  const { form, upgradingFrom } = stored;
  const forms = `form ${form}; this one reads form ${currentForm}`;
  if (form > currentForm) return `it was written by a newer version of Palais (${forms}). Use that version.`;
  if (!isUpgradable(stored))
    return `it was written by an older version of Palais (${forms}), and its figures can't be trusted. Use that version.`;
  if (upgradingFrom !== undefined)
    return `its upgrade from form ${upgradingFrom} to form ${form} is not complete. Repeat it: ${upgradedBy}`;
  if (form === currentForm) return undefined;
  return `it was written by an older version of Palais (${forms}). Upgrade it: ${upgradedBy}`;
}
