import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { listDelegationIds, loadDelegations } from "#shared/delegations/delegations.repository.ts";
import { deleteDocumentFiles, listCheckedFilesBefore } from "#shared/documents/bucket.ts";
import { listConferenceDocuments } from "#shared/documents/documents.repository.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString } from "#shared/dynamodb/table.ts";
import type { CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { type ErasureContext, eraseDocument } from "#shared/privacy/erase-registration.ts";
import { hasDocumentData, removeCredentialLetters, removeDocuments } from "#shared/privacy/erasure.rules.ts";
import {
  listRegistrationIds,
  loadRegistration,
  loadRegistrations,
} from "#shared/registrations/registrations.repository.ts";

/** The age at which a file without an item is deleted, in ms. The item of an unclaimed upload expires after a day. */
const orphanLifetimeMs = 2 * 86_400_000;

/** The deadline has passed. The next run continues, and does not repeat what is done. */
export class DeadlineExceededError extends Error {}

const pageSize = 100;

/** Calls `work` with pages of identifiers. @throws DeadlineExceededError between two pages after `until` (ms) */
export async function forEachPage(
  ids: AsyncIterable<string>,
  until: number,
  work: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  let page: string[] = [];
  for await (const id of ids) {
    page.push(id);
    if (page.length < pageSize) continue;
    await work(page);
    page = [];
    if (Date.now() > until) throw new DeadlineExceededError();
  }
  if (page.length > 0) await work(page);
}

/**
 * Deletes every document of a conference: detaches them from registrations and delegations, and then deletes each file
 * before its item.
 * @returns the number of deleted documents
 * @throws DeadlineExceededError
 */
export async function eraseDocuments(
  { table, documents }: ErasureContext,
  { conferenceId }: Conference,
  context: CommandContext,
  until: number,
): Promise<number> {
  await removeAllDocuments(table, conferenceId, context, until);
  let deleted = 0;
  for await (const { documentId } of listConferenceDocuments(table, conferenceId)) {
    if (Date.now() > until) throw new DeadlineExceededError();
    await eraseDocument({ table, documents }, documentId, until);
    deleted += 1;
  }
  return deleted;
}

async function removeAllDocuments(
  table: CommandStore,
  conferenceId: string,
  context: CommandContext,
  until: number,
): Promise<void> {
  await forEachPage(listRegistrationIds(table, conferenceId), until, async (ids) => {
    for (const registration of (await loadRegistrations(table, ids)).values()) {
      if (!hasDocumentData(registration)) continue;
      const { registrationId } = registration;
      await executeIfNeeded(table, conferenceId, until, async () =>
        removeDocuments(await loadRegistration(table, registrationId), context),
      );
    }
  });
  for (const id of await listDelegationIds(table, conferenceId)) {
    await executeIfNeeded(table, conferenceId, until, async () => {
      // The letters of a damaged one are deleted with all documents.
      const [delegation] = await loadDelegations(table, [id]);
      return delegation && removeCredentialLetters(delegation, context);
    });
  }
}

/** Deletes the files without an item, of unclaimed uploads and interrupted deletions. @returns their number */
export async function deleteOrphanFiles({ table, documents }: ErasureContext, now: number): Promise<number> {
  let deleted = 0;
  for await (const ids of listCheckedFilesBefore(documents, now - orphanLifetimeMs)) {
    const items = await batchGetItems(table, ids.map(keys.document));
    const existing = new Set(items.map((item) => getString(item, "documentId")));
    for (const id of ids.filter((documentId) => !existing.has(documentId))) {
      await deleteDocumentFiles(documents, id);
      deleted += 1;
    }
  }
  return deleted;
}
