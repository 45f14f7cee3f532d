import { toJournalItem } from "#shared/commands/journal.ts";
import { derivePageFileWrites } from "#shared/documents/documents.repository.ts";
import { createId, keys, listedConferences } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  getItem,
  getString,
  ifAbsent,
  ifVersion,
  N,
  parseVersioned,
  queryItems,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { type ConferencePage, emptyPage } from "./page.rules.ts";

/** The page of a conference; empty before the secretariat has written it. */
export async function loadPage(table: Table, conferenceId: string): Promise<ConferencePage> {
  const item = await getItem(table, keys.page(conferenceId));
  return item ? parseVersioned<ConferencePage>(item) : emptyPage;
}

/** The pages of conferences, by conference. */
export async function loadPages(table: Table, ids: readonly string[]): Promise<Map<string, ConferencePage>> {
  const items = await batchGetItems(table, ids.map(keys.page));
  return new Map(items.map((item) => [getString(item, "conferenceId"), parseVersioned<ConferencePage>(item)]));
}

/** The identifiers of the conferences in the public list. */
export const listListedConferenceIds = (table: Table): Promise<string[]> =>
  Array.fromAsync(queryItems(table, { partition: listedConferences }), (row) => getString(row, "SK"));

/**
 * Writes the page, the journal item, the row of the public list and the owners of the files in one transaction.
 * @throws DomainError `changed-meanwhile` if the page has changed since it was read
 */
export async function savePage(
  table: Table,
  {
    before,
    after,
    change,
  }: { readonly before: ConferencePage; readonly after: ConferencePage; readonly change: Change },
  deadline: Deadline,
): Promise<void> {
  const { conferenceId, at } = change;
  const { version, ...data } = after;
  const item = {
    ...toItemKey(keys.page(conferenceId)),
    entity: S("page"),
    conferenceId: S(conferenceId),
    version: N(version),
    data: S(JSON.stringify(data)),
  };
  const [old, current] = [before, after].map(({ files = [] }) => files.map(({ uploadId }) => uploadId));
  const files = {
    claimed: current?.filter((id) => !old?.includes(id)) ?? [],
    released: old?.filter((id) => !current?.includes(id)) ?? [],
  };
  const isNew = before.version === 0;
  const row = toItemKey(keys.listedConference(conferenceId));
  const listing = after.listed
    ? { Put: { TableName: table.name, Item: { ...row, entity: S("listed-conference") } } }
    : { Delete: { TableName: table.name, Key: row } };
  const writes = [
    // The journal item comes first: if it exists, an earlier attempt was written, and its response was lost.
    {
      item: { Put: { TableName: table.name, Item: toJournalItem(change, createId()), ...ifAbsent } },
      onConditionFailed: "written" as const,
    },
    {
      item: { Put: { TableName: table.name, Item: item, ...ifVersion(isNew ? undefined : before.version) } },
      onConditionFailed: "changed-meanwhile" as const,
    },
    { item: listing, onConditionFailed: "changed-meanwhile" as const },
    ...derivePageFileWrites(table, conferenceId, files, Date.parse(at)),
  ];
  const failure = await writeTransaction(table, writes, deadline);
  if (failure?.failed === "changed-meanwhile") throw new DomainError("changed-meanwhile");
}
