import { indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, getString, N, queryBuckets, S, type Table, updateItem } from "#shared/dynamodb/table.ts";

/** The data of a conference with a retention period of its own. */
export type RetentionKind = "documents" | "people";

/**
 * Whether the data of this kind is erased completely.
 * @param version of the conference, because new dates require another run
 */
export async function isRetentionCompleted(
  table: Table,
  conferenceId: string,
  kind: RetentionKind,
  version: number,
): Promise<boolean> {
  const item = await getItem(table, keys.retention(conferenceId));
  return item !== undefined && getNumber(item, kind) === version;
}

/** Records that the data of this kind is erased completely. */
export async function markRetentionCompleted(
  table: Table,
  conferenceId: string,
  kind: RetentionKind,
  version: number,
  at: string,
) {
  await updateItem(table, keys.retention(conferenceId), {
    expression: "SET entity = :entity, #kind = :version, #at = :at",
    names: { "#kind": kind, "#at": `${kind}At` },
    values: { ":entity": S("retention"), ":version": N(version), ":at": S(at) },
  });
}

/** Lists the registrations whose erasure is not complete, the oldest first in each bucket. */
export async function* listPendingErasures(table: Table): AsyncGenerator<string> {
  const rows = queryBuckets(table, { index: indexes.expiring, toPartition: lists.pendingErasures });
  for await (const row of rows) yield getString(row, "registrationId");
}
