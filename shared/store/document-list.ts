import type { DocumentOwner } from "#shared/domain/document.ts";
import { bucketOf, buckets, indexes, lists } from "./keys.ts";
import { type Item, listAll, S, type Table, text } from "./table.ts";

const ownerId = (owner: DocumentOwner): string => {
  if ("registrationId" in owner) return owner.registrationId;
  return "delegationId" in owner ? owner.delegationId : owner.jobId;
};

/** Where a file stands in the list of its conference: with the others of its owner; one of nobody's by itself. */
export function listedDocument(conferenceId: string, documentId: string, owner?: DocumentOwner): Item {
  const id = owner ? ownerId(owner) : documentId;
  return {
    conferenceKey: S(lists.documents(conferenceId, bucketOf(id))),
    conferenceSort: S(`${id}#${documentId}`),
  };
}

/** The files that somebody, or a job, ever handed in and that are still there, by the index, which may lag by a second. */
export async function documentsOf(table: Table, conferenceId: string, owner: DocumentOwner): Promise<string[]> {
  const id = ownerId(owner);
  const partition = lists.documents(conferenceId, bucketOf(id));
  const rows = listAll(table, { index: indexes.byConference, partition, prefix: `${id}#` });
  return Array.fromAsync(rows, documentIdOf);
}

/** All files of a conference, and to whom or what each belongs. */
export async function* documentsAt(
  table: Table,
  conferenceId: string,
): AsyncGenerator<{ readonly documentId: string; readonly ownerId: string }> {
  for (const bucket of buckets) {
    const rows = listAll(table, { index: indexes.byConference, partition: lists.documents(conferenceId, bucket) });
    for await (const row of rows) {
      yield { documentId: documentIdOf(row), ownerId: text(row, "conferenceSort").split("#")[0] ?? "" };
    }
  }
}

const documentIdOf = (row: Item) => text(row, "conferenceSort").split("#")[1] ?? "";
