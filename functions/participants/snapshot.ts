import type { Documents } from "#shared/documents/bucket.ts";
import { readSnapshot } from "#shared/documents/lists.ts";
import type { Snapshot } from "#shared/domain/participants/snapshot.ts";
import type { ListStatus } from "#shared/participants/document.ts";
import { loadVersion, readSnapshotOfRows } from "#shared/store/list-versions.ts";
import type { Table } from "#shared/store/table.ts";

/** A version of the list as it was kept, or what the rows say now. @throws Refusal `not-found` */
export async function snapshotAt(
  table: Table,
  documents: Documents,
  conferenceId: string,
  { version, now }: { readonly version: string | undefined; readonly now: string },
): Promise<{ readonly snapshot: Snapshot; readonly standing: ListStatus }> {
  if (version === undefined) {
    return { snapshot: await readSnapshotOfRows(table, conferenceId, now), standing: { status: "draft" } };
  }
  const kept = await loadVersion(table, conferenceId, Number(version));
  const snapshot = await readSnapshot<Snapshot>(documents, conferenceId, kept.contentId);
  return { snapshot, standing: { status: kept.status, version: kept.version } };
}
