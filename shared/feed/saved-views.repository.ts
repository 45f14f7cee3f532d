import type * as z from "zod/mini";
import { feedKeys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  deleteItem,
  getString,
  type Item,
  ifVersion,
  N,
  parseVersioned,
  queryItems,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { registerViewRequest } from "./saved-views.contract.ts";

/** How a member of staff has arranged the register of a conference. */
export interface StoredView extends z.output<typeof registerViewRequest> {
  readonly viewId: string;
  readonly version: number;
  /** The `sub` of the member of staff who saved it first. */
  readonly ownerId: string;
}

/** All views of a conference, read consistently. */
export const listSavedViews = (table: Table, conferenceId: string): Promise<StoredView[]> =>
  Array.fromAsync(listViewItems(table, conferenceId), (item) => parseVersioned<StoredView>(item));

const listViewItems = (table: Table, conferenceId: string): AsyncIterable<Item> =>
  queryItems(table, { partition: feedKeys.view(conferenceId, "").PK, isConsistent: true });

/**
 * Writes a view in the version after the one that was read; 0 before the first one.
 * @throws DomainError `changed-meanwhile`; `too-busy` at the deadline
 */
export async function saveView(
  table: Table,
  conferenceId: string,
  { version: before, ...view }: StoredView,
  deadline: Deadline,
): Promise<StoredView> {
  const version = before + 1;
  const Item = {
    ...toItemKey(feedKeys.view(conferenceId, view.viewId)),
    ...{ entity: S("register-view"), version: N(version), data: S(JSON.stringify(view)) },
  };
  const condition = ifVersion(before === 0 ? undefined : before);
  await writeIfUnchanged(table, { Put: { TableName: table.name, Item, ...condition } }, deadline);
  return { ...view, version };
}

/** @throws DomainError `changed-meanwhile`; `too-busy` at the deadline */
export const deleteView = (
  table: Table,
  conferenceId: string,
  { viewId, version }: StoredView,
  deadline: Deadline,
): Promise<void> => {
  const Key = toItemKey(feedKeys.view(conferenceId, viewId));
  return writeIfUnchanged(table, { Delete: { TableName: table.name, Key, ...ifVersion(version) } }, deadline);
};

async function writeIfUnchanged(
  table: Table,
  item: TransactionWrite<"changed-meanwhile">["item"],
  deadline: Deadline,
): Promise<void> {
  const failure = await writeTransaction(table, [{ item, onConditionFailed: "changed-meanwhile" as const }], deadline);
  if (failure) throw new DomainError(failure.failed);
}

/** Deletes all views of a conference whose retention is over. */
export async function deleteSavedViews(table: Table, conferenceId: string): Promise<void> {
  for await (const item of listViewItems(table, conferenceId))
    await deleteItem(table, { PK: getString(item, "PK"), SK: getString(item, "SK") });
}
