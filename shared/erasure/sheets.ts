import { dropDocument } from "#shared/documents/bucket.ts";
import { documentsAt } from "#shared/store/document-list.ts";
import { findDocument } from "#shared/store/documents.ts";
import { findJob } from "#shared/store/jobs.ts";
import { keys } from "#shared/store/keys.ts";
import { removeItem } from "#shared/store/remove.ts";
import type { Stores } from "./stores.ts";

/**
 * Sheets of people that were taken in, or failed, have done their work: who asks to be erased may stand in any of them.
 * One that is still being read stays until the next erasure, or its thirty days.
 */
export async function dropSheets({ table, documents }: Stores, conferenceId: string): Promise<void> {
  for await (const { documentId, ownerId } of documentsAt(table, conferenceId)) {
    const document = await findDocument(table, documentId);
    if (document?.kind !== "import") continue;
    const job = await findJob(table, ownerId);
    if (job && job.standing.state !== "done" && job.standing.state !== "failed") continue;
    await dropDocument(documents, documentId);
    await removeItem(table, keys.document(documentId));
  }
}
