import { keepSnapshot, readSnapshot } from "#shared/documents/lists.ts";
import type { Snapshot } from "#shared/domain/participants/snapshot.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { listVersions } from "#shared/store/list-versions.ts";
import type { Stores } from "./stores.ts";

/** Kept versions of the list of participants count somebody who is erased among those without a name. @returns how many named them */
export async function eraseFromLists({ table, documents }: Stores, registration: Registration): Promise<number> {
  const { conferenceId, registrationId, category } = registration;
  let named = 0;
  for (const { contentId } of await listVersions(table, conferenceId)) {
    const snapshot = await readSnapshot<Snapshot>(documents, conferenceId, contentId);
    const entries = snapshot.entries.filter((entry) => entry.registrationId !== registrationId);
    if (entries.length === snapshot.entries.length) continue;
    const unnamed = { ...snapshot.unnamed, [category]: (snapshot.unnamed[category] ?? 0) + 1 };
    await keepSnapshot(documents, conferenceId, contentId, { ...snapshot, entries, unnamed });
    named += 1;
  }
  return named;
}
