import { toJournalItem } from "#shared/commands/journal.ts";
import { parseConference } from "#shared/conferences/conferences.repository.ts";
import { type DocumentsBucket, findCheckedFile } from "#shared/documents/bucket.ts";
import { derivePageFileWrites } from "#shared/documents/documents.repository.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  findByEntity,
  findItem,
  getItem,
  getString,
  ifAbsent,
  ifVersion,
  N,
  parseVersioned,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { type BrandedConference, type Branding, brandConference, noBranding } from "#shared/model/branding.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** How the organization of a conference appears; nothing of its own before the secretariat has set it. */
export async function loadBranding(table: Table, conferenceId: string): Promise<Branding> {
  const item = await getItem(table, keys.branding(conferenceId));
  return item ? parseVersioned<Branding>(item) : noBranding;
}

/** The branding of conferences, by conference. */
export async function loadBrandings(table: Table, ids: readonly string[]): Promise<Map<string, Branding>> {
  const items = await batchGetItems(table, ids.map(keys.branding));
  return new Map(items.map((item) => [getString(item, "conferenceId"), parseVersioned<Branding>(item)]));
}

/** The conference and its branding in one read. @throws DomainError `unknown-conference`, `damaged-record` */
export async function loadBrandedConference(table: Table, conferenceId: string): Promise<BrandedConference> {
  const items = await batchGetItems(table, [keys.conference(conferenceId), keys.branding(conferenceId)]);
  const branding = findByEntity(items, "branding");
  return brandConference(
    await parseConference(findItem(items, keys.conference(conferenceId))),
    branding ? parseVersioned<Branding>(branding) : noBranding,
  );
}

/** The bytes of the logo as JPEG, to be printed; `undefined` without one. */
export async function loadLogo(
  { table, documents }: { readonly table: Table; readonly documents: DocumentsBucket },
  conferenceId: string,
): Promise<Uint8Array | undefined> {
  const { logo } = await loadBranding(table, conferenceId);
  return logo === undefined ? undefined : findCheckedFile(documents, logo);
}

/**
 * Writes the branding, the journal item and the owner of the logo in one transaction.
 * @throws DomainError `changed-meanwhile` if the branding has changed since it was read
 */
export async function saveBranding(
  table: Table,
  { before, after, change }: { readonly before: Branding; readonly after: Branding; readonly change: Change },
  deadline: Deadline,
): Promise<void> {
  const { conferenceId, at } = change;
  const { version, ...data } = after;
  const item = {
    ...toItemKey(keys.branding(conferenceId)),
    entity: S("branding"),
    conferenceId: S(conferenceId),
    version: N(version),
    data: S(JSON.stringify(data)),
  };
  const logos = {
    claimed: after.logo !== undefined && after.logo !== before.logo ? [after.logo] : [],
    released: before.logo !== undefined && after.logo !== before.logo ? [before.logo] : [],
  };
  const isNew = before.version === 0;
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
    ...derivePageFileWrites(table, conferenceId, logos, Date.parse(at)),
  ];
  const failure = await writeTransaction(table, writes, deadline);
  if (failure?.failed === "changed-meanwhile") throw new DomainError("changed-meanwhile");
}
