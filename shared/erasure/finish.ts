import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { dropDocument } from "#shared/documents/bucket.ts";
import type { Traces } from "#shared/domain/erased.ts";
import { endErasure } from "#shared/domain/erasure.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { eraseEntry } from "#shared/store/audit/erase.ts";
import { countRegistrations } from "#shared/store/composition.ts";
import { documentsOf } from "#shared/store/document-list.ts";
import { readHistory } from "#shared/store/history.ts";
import { indexPerson } from "#shared/store/index-people.ts";
import { keys } from "#shared/store/keys.ts";
import { eraseReasons } from "#shared/store/openings.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { removeItem } from "#shared/store/remove.ts";
import { forgetAddress } from "#shared/store/suppression.ts";
import type { Deadline } from "#shared/store/transaction.ts";
import { eraseFromLists } from "./lists.ts";
import { dropSheets } from "./sheets.ts";
import type { Stores } from "./stores.ts";

/**
 * Looks for what is left of somebody who was taken out of their registration, wherever it lies, and ends with the
 * receipt. Each step can be done again, and the registration stays on its list until the last: a crash in between
 * leaves work for the next run, and never a trace.
 * @returns the registration as it is then
 * @throws Refusal `not-found`; `too-busy` at the deadline
 */
export async function finishErasure(stores: Stores, registrationId: string, deadline: Deadline): Promise<Registration> {
  const registration = await loadRegistration(stores.table, registrationId);
  const { erasure, conferenceId } = registration;
  if (!erasure || erasure.doneAt) return registration;
  const traces = await eraseTraces(stores, registration, deadline);
  await executeIfNeeded(stores.table, conferenceId, deadline, async () => {
    const before = await loadRegistration(stores.table, registrationId);
    const context = { actor: { kind: "system", id: "retention" }, at: new Date().toISOString() } as const;
    return endErasure(before, traces, context);
  });
  return loadRegistration(stores.table, registrationId);
}

async function eraseTraces({ table, documents }: Stores, registration: Registration, deadline: Deadline) {
  const { registrationId, conferenceId, erasure } = registration;
  const address = erasure?.left?.address;
  const files = await eraseFiles({ table, documents }, registration);
  const traces: Traces = {
    entries: await eraseHistory(table, registration),
    documents: files.documents,
    openings: files.openings + (await eraseReasons(table, { registrationId })),
    proposals: Number(await removeItem(table, keys.proposals(registrationId))),
    lists: await eraseFromLists({ table, documents }, registration),
    suppressions: Number(address !== undefined && (await forgetAddress(table, address))),
    prints: Number(await removeItem(table, keys.print(conferenceId, registrationId))),
  };
  await dropSheets({ table, documents }, conferenceId);
  await indexPerson(table, registrationId, deadline);
  // Counted once more as they were, so that the counts are right when the row can't be counted any more.
  await countRegistrations(table, conferenceId, [registrationId], deadline);
  return traces;
}

/** Every change before the erasure itself, whose entry says nothing of anybody and proves the others. */
async function eraseHistory(table: CommandStore, registration: Registration): Promise<number> {
  const { chapters } = await readHistory(table, registration, undefined, Number.MAX_SAFE_INTEGER);
  const [erasing, ...earlier] = chapters;
  if (!erasing) return 0;
  for (const { entry } of earlier) await eraseEntry(table, entry.changeId, erasing.entry.changeId);
  return earlier.length;
}

/** The file first: a crash in between leaves a row that leads to it. */
async function eraseFiles({ table, documents }: Stores, registration: Registration) {
  const { registrationId, conferenceId, erasure } = registration;
  const listed = await documentsOf(table, conferenceId, { registrationId });
  const all = new Set([...listed, ...(erasure?.left?.documents ?? [])]);
  let openings = 0;
  for (const documentId of all) {
    await dropDocument(documents, documentId);
    openings += await eraseReasons(table, { documentId });
    await removeItem(table, keys.document(documentId));
  }
  return { documents: all.size, openings };
}
