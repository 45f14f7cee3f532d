import { checkedBefore, dropDocument } from "#shared/documents/bucket.ts";
import type { Occasion } from "#shared/domain/accreditation.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { forgetDocuments, forgetLetters } from "#shared/domain/erasure.ts";
import { carryOutIfDue } from "#shared/store/carry-out.ts";
import { delegationIds, loadDelegation } from "#shared/store/delegations.ts";
import { documentsAt } from "#shared/store/document-list.ts";
import { keys } from "#shared/store/keys.ts";
import { eraseReasons } from "#shared/store/openings.ts";
import { idsInConference, loadRegistration, loadRegistrations } from "#shared/store/registrations.ts";
import { removeItem } from "#shared/store/remove.ts";
import { getItems, type Table, text } from "#shared/store/table.ts";
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
  occasion: Occasion,
  until: number,
): Promise<number> {
  await forgetAll(table, conferenceId, occasion, until);
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

async function forgetAll(table: Table, conferenceId: string, occasion: Occasion, until: number): Promise<void> {
  await inPages(idsInConference(table, conferenceId), until, async (ids) => {
    for (const { registrationId, documents, erasure } of (await loadRegistrations(table, ids)).values()) {
      if (!documents || erasure) continue;
      await carryOutIfDue(table, conferenceId, until, async () =>
        forgetDocuments(await loadRegistration(table, registrationId), occasion),
      );
    }
  });
  for (const id of await delegationIds(table, conferenceId)) {
    await carryOutIfDue(table, conferenceId, until, async () =>
      forgetLetters(await loadDelegation(table, id), occasion),
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
