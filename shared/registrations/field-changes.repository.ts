import { fieldChangesPrefix, keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  deleteItem,
  getItem,
  getString,
  type Item,
  parseData,
  queryItems,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { FieldChange } from "#shared/model/registration.ts";
import { serializeFieldChanges } from "./field-changes.rules.ts";

/**
 * Derives the items with the values that a change altered, beside the registration: the journal outlives personal data and
 * has the paths alone, and the registration is read too often to carry its former values.
 */
export function deriveFieldChangeWrites(
  { name }: Table,
  { registrations, unseen }: Pick<Change, "registrations" | "unseen">,
): TransactionWrite<"changed-meanwhile">[] {
  return registrations.flatMap(({ before, after }, index) => {
    const values = serializeFieldChanges(before, after, index === 0 ? unseen : undefined);
    const { registrationId, lastChange } = after;
    if (values === undefined || lastChange === undefined) return [];
    const Item = {
      ...toItemKey(keys.fieldChanges(registrationId, lastChange)),
      entity: S("field-changes"),
      changeId: S(lastChange),
      data: S(values),
    };
    return [{ item: { Put: { TableName: name, Item } }, onConditionFailed: "changed-meanwhile" as const }];
  });
}

const parseFieldChanges = (item: Item) => parseData<FieldChange[]>(item);

/** The values that these changes altered in a registration, by change. */
export async function loadFieldChanges(
  table: Table,
  registrationId: string,
  changeIds: readonly string[],
): Promise<ReadonlyMap<string, readonly FieldChange[]>> {
  const items = await batchGetItems(
    table,
    changeIds.map((changeId) => keys.fieldChanges(registrationId, changeId)),
  );
  return new Map(items.map((item) => [getString(item, "changeId"), parseFieldChanges(item)]));
}

/** The address that a change replaced, or `undefined`. */
export async function findReplacedAddress(
  table: Table,
  registrationId: string,
  changeId: string,
): Promise<string | undefined> {
  const item = await getItem(table, keys.fieldChanges(registrationId, changeId));
  return item && findAddressBefore(parseFieldChanges(item));
}

function findAddressBefore(changes: readonly FieldChange[]): string | undefined {
  const replaced = changes.find(({ path }) => path === "person.email")?.before;
  return typeof replaced === "string" ? replaced : undefined;
}

const queryFieldChanges = (table: Table, registrationId: string) => {
  const { PK: partition } = keys.fieldChanges(registrationId, "");
  return queryItems(table, { partition, prefix: fieldChangesPrefix, isConsistent: true });
};

/** All addresses that corrections have replaced. */
export async function listReplacedAddresses(table: Table, registrationId: string): Promise<string[]> {
  const items = await Array.fromAsync(queryFieldChanges(table, registrationId));
  return items.flatMap((item) => findAddressBefore(parseFieldChanges(item)) ?? []);
}

/** Deletes the values of all changes. @returns the number of changes that had values */
export async function deleteFieldChanges(table: Table, registrationId: string): Promise<number> {
  let deleted = 0;
  for await (const item of queryFieldChanges(table, registrationId))
    deleted += Number(await deleteItem(table, keys.fieldChanges(registrationId, getString(item, "changeId"))));
  return deleted;
}
