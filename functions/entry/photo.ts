import { type Documents, presignOpening } from "#shared/documents/bucket.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { findDocument } from "#shared/store/documents.ts";
import type { Table } from "#shared/store/table.ts";

/** The photo to compare a face with, at an address that works for a minute; none that hasn't been checked. */
export async function photoAddress(
  table: Table,
  documents: Documents,
  { documents: { photo } = {} }: Registration,
): Promise<string | undefined> {
  const found = photo === undefined ? undefined : await findDocument(table, photo);
  if (found?.standing.state !== "checked") return undefined;
  return presignOpening(documents, found.documentId, found.standing.fileType);
}
