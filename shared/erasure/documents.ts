import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { checkedBefore, dropDocument } from "#shared/documents/bucket.ts";
import type { CommandContext } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { forgetDocuments, forgetLetters } from "#shared/domain/erasure.ts";
import { delegationIds, loadDelegation } from "#shared/store/delegations.ts";
import { documentsAt } from "#shared/store/document-list.ts";
import { keys } from "#shared/store/keys.ts";
import { eraseReasons } from "#shared/store/openings.ts";
import { idsInConference, loadRegistration, loadRegistrations } from "#shared/store/registrations.ts";
import { removeItem } from "#shared/store/remove.ts";
import { getItems, text } from "#shared/store/table.ts";
import { inPages } from "./pages.ts";
import type { Stores } from "./stores.ts";
import { TimeIsUp } from "./time-is-up.ts";

/** How long a file may lie that no row names, in ms: an upload that nobody claims is forgotten within a day. */
const orphanLife = 2 * 86_400_000;

/**
 * Deletes every file of a conference: first those who handed one in have none any more, then the files, each before the
 * row that leads to it.
 * @returns how many files
 * @throws TimeIsUp when the rest is for the next run
 */
export async function dropDocuments(
  { table, documents }: Stores,
  { conferenceId }: Conference,
  context: CommandContext,
  until: number,
): Promise<number> {
  await forgetAll(table, conferenceId, context, until);
  let dropped = 0;
  for await (const { documentId } of documentsAt(table, conferenceId)) {
    if (Date.now() > until) throw new TimeIsUp();
    await dropDocument(documents, documentId);
    await eraseReasons(table, { documentId });
    await removeItem(table, keys.document(documentId));
    dropped += 1;
  }
  return dropped;
}

async function forgetAll(
  table: CommandStore,
  conferenceId: string,
  context: CommandContext,
  until: number,
): Promise<void> {
  await inPages(idsInConference(table, conferenceId), until, async (ids) => {
    for (const { registrationId, documents, erasure } of (await loadRegistrations(table, ids)).values()) {
      if (!documents || erasure) continue;
      await executeIfNeeded(table, conferenceId, until, async () =>
        forgetDocuments(await loadRegistration(table, registrationId), context),
      );
    }
  });
  for (const id of await delegationIds(table, conferenceId)) {
    await executeIfNeeded(table, conferenceId, until, async () =>
      forgetLetters(await loadDelegation(table, id), context),
    );
  }
}

/** Deletes the files that no row names: of uploads that nobody claimed, and of whatever broke off in between. */
export async function dropOrphans({ table, documents }: Stores, now: number): Promise<number> {
  let dropped = 0;
  for await (const ids of checkedBefore(documents, now - orphanLife)) {
    const rows = await getItems(table, ids.map(keys.document));
    const named = new Set(rows.map((row) => text(row, "documentId")));
    for (const id of ids.filter((each) => !named.has(each))) {
      await dropDocument(documents, id);
      dropped += 1;
    }
  }
  return dropped;
}
