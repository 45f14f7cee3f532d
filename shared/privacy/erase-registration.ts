import { eraseAnnotations } from "#shared/annotations/annotations.repository.ts";
import { eraseJournalEntry } from "#shared/audit/chain.repository.ts";
import type { AccessConference } from "#shared/auth/caller.ts";
import { eraseCertificate } from "#shared/certificates/certificates.repository.ts";
import { eraseOverrideReasons } from "#shared/check-in/check-in.repository.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { listHistory } from "#shared/commands/journal.ts";
import { type DocumentsBucket, deleteDocumentFiles, findCheckedFile, hasUpload } from "#shared/documents/bucket.ts";
import { findDocument, listConferenceDocuments, listOwnerDocuments } from "#shared/documents/documents.repository.ts";
import { deleteMadeFiles } from "#shared/documents/made-files.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { type Deadline, deleteItem } from "#shared/dynamodb/table.ts";
import { computeAddressDigest, deleteSuppression } from "#shared/email/suppressed-addresses.repository.ts";
import { deleteSheetDocument, findSheet } from "#shared/imports/sheet.repository.ts";
import { parseSheetRows } from "#shared/imports/sheet-rows.contract.ts";
import { completeJob } from "#shared/jobs/jobs.repository.ts";
import type { CommandContext } from "#shared/model/change.ts";
import type { StoredDocument } from "#shared/model/document.ts";
import type { ErasureReason, ErasureReport } from "#shared/model/erasure.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadSnapshot, saveSnapshot } from "#shared/participant-list/list-files.ts";
import { listParticipantListVersions } from "#shared/participant-list/list-versions.repository.ts";
import { countUnnamed, type ListSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { eraseFromProgramme } from "#shared/programme/programme.repository.ts";
import { deleteFieldChanges, listReplacedAddresses } from "#shared/registrations/field-changes.repository.ts";
import { wasEverConfirmed } from "#shared/registrations/registration.rules.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { countRegistrations } from "#shared/statistics/statistics.repository.ts";
import { deletePassportNumbers } from "#shared/visa-letters/passport-numbers.repository.ts";
import { eraseAccessReasons } from "./access-log.repository.ts";
import { completeErasure, erasePersonalData } from "./erasure.rules.ts";
import { countErasure, makeWithoutErased } from "./erasure-count.repository.ts";

/** The stores that contain personal data. */
export interface ErasureContext {
  readonly table: CommandStore;
  readonly documents: DocumentsBucket;
}

export interface ErasureRequest {
  readonly registrationId: string;
  readonly reason: ErasureReason;
  readonly context: CommandContext;
  readonly deadline: Deadline;
  /** Called with the registration as it is read: first alone, before anything else is read, then with its conference. */
  readonly assertCanErase?: (conference: AccessConference, registration: Registration) => void;
}

/**
 * Removes the personal data from a registration and releases its seat, in one change. The change also lists the
 * registration as a pending erasure. A repeated call changes nothing.
 * @throws DomainError `not-found`, `too-busy`; the errors of `assertCanErase`
 */
export async function startErasure(
  table: CommandStore,
  { registrationId, reason, context, deadline, assertCanErase }: ErasureRequest,
): Promise<void> {
  const named = await loadRegistration(table, registrationId);
  assertCanErase?.(undefined, named);
  const { conferenceId } = named;
  await executeIfNeeded(table, conferenceId, deadline, async ({ conference }) => {
    const before = await loadRegistration(table, registrationId);
    assertCanErase?.(conference, before);
    const { email } = before.person;
    return erasePersonalData(before, reason, email === undefined ? undefined : computeAddressDigest(email), context);
  });
}

/**
 * Erases the remaining data of an erased person in all stores, and then records the receipt. Each step is idempotent, and
 * the registration stays in the list of pending erasures until the last step, so that the next run resumes after a crash.
 * @returns the registration with its receipt
 * @throws DomainError `not-found`; `too-busy` at the deadline
 */
export async function finishErasure(
  stores: ErasureContext,
  registrationId: string,
  deadline: Deadline,
): Promise<Registration> {
  const registration = await loadRegistration(stores.table, registrationId);
  const { erasure, conferenceId } = registration;
  if (!erasure || erasure.completedAt) return registration;
  const report = await eraseRemainingData(stores, registration, deadline);
  await executeIfNeeded(stores.table, conferenceId, deadline, async () => {
    const before = await loadRegistration(stores.table, registrationId);
    const context = { actor: { kind: "system", id: "retention" }, at: new Date().toISOString() } as const;
    return completeErasure(before, report, context);
  });
  return loadRegistration(stores.table, registrationId);
}

async function eraseRemainingData(
  { table, documents }: ErasureContext,
  registration: Registration,
  deadline: Deadline,
): Promise<ErasureReport> {
  const { registrationId, conferenceId, erasure } = registration;
  const address = erasure?.remaining?.address;
  const former = (await listReplacedAddresses(table, registrationId)).map(computeAddressDigest);
  const addresses = new Set([...(address === undefined ? [] : [address]), ...former]);
  // Badges and lists are made of confirmed people only, so that a stranger's erasure ends no such file of others.
  const wasConfirmed = wasEverConfirmed(registration);
  await countErasure(table, conferenceId, wasConfirmed);
  await deleteMadeFiles(documents, conferenceId, wasConfirmed);
  // The sheet of an undone import is among the files of its people; the others are of imports that were not undone.
  if (erasure?.reason !== "import-undone") {
    const isStranger = await hasOnlyRegisteredThemselves(table, registration);
    const mayName = (document: StoredDocument) =>
      !isStranger || isSheetWithAddress({ table, documents }, document, addresses);
    await deleteSheets({ table, documents }, conferenceId, mayName, deadline);
  }
  const files = await eraseRegistrationFiles({ table, documents }, registration, deadline);
  const report = {
    documents: files.documents,
    openings: files.openings + (await eraseAccessReasons(table, { registrationId })),
    proposals: Number(await deleteItem(table, keys.proposals(registrationId))),
    // The change that records the erasure is the last one until the receipt.
    annotations: await eraseAnnotations(table, registration, registration.lastChange ?? ""),
    lists: await eraseFromLists({ table, documents }, registration),
    programmes: await eraseFromProgramme(table, conferenceId, registrationId, deadline),
    suppressions: await eraseSuppressions(table, addresses),
    // Last, because the former addresses lead to their suppressions.
    entries: (await eraseRegistrationHistory(table, registration)) + (await deleteFieldChanges(table, registrationId)),
    prints: Number(await deleteItem(table, keys.badgePrint(conferenceId, registrationId))),
  };
  await eraseOverrideReasons(table, registration);
  await eraseCertificate(table, registrationId);
  await deletePassportNumbers(table, registrationId);
  await indexRegistration(table, registrationId, deadline);
  // The statistics count the registration once more with its data, because the receipt removes the counted fields.
  await countRegistrations(table, conferenceId, [registrationId], deadline);
  return report;
}

/** @returns how many of these digests of addresses had a suppression */
async function eraseSuppressions(table: CommandStore, addresses: ReadonlySet<string>): Promise<number> {
  let erased = 0;
  for (const address of addresses) erased += Number(await deleteSuppression(table, address));
  return erased;
}

/** Erases the history entries before the erasure. The entry of the erasure has no personal data, and proves the others. */
async function eraseRegistrationHistory(table: CommandStore, registration: Registration): Promise<number> {
  const { entries } = await listHistory(table, registration, undefined, Number.MAX_SAFE_INTEGER);
  const [erasing, ...earlier] = entries;
  if (!erasing) return 0;
  for (const { journalEntry } of earlier)
    await eraseJournalEntry(table, journalEntry.changeId, erasing.journalEntry.changeId);
  return earlier.length;
}

/**
 * Deletes a document with its file, and an import's also with the mapping of its sheet. The file is deleted before its
 * item, so that after a crash the item still leads to it, and once more after it, because an inspection may store the
 * file until it finds no item.
 * @returns the number of access reasons that were erased
 * @throws DomainError `too-busy` at the deadline
 */
export async function eraseDocument(
  { table, documents }: ErasureContext,
  documentId: string,
  deadline: Deadline,
): Promise<number> {
  const { owner } = (await findDocument(table, documentId)) ?? {};
  await deleteDocumentFiles(documents, documentId);
  const openings = await eraseAccessReasons(table, { documentId });
  if (owner && "jobId" in owner) await deleteSheetDocument(table, { ...owner, documentId }, deadline);
  else await deleteItem(table, keys.document(documentId));
  await deleteDocumentFiles(documents, documentId);
  return openings;
}

async function eraseRegistrationFiles(
  { table, documents }: ErasureContext,
  registration: Registration,
  deadline: Deadline,
) {
  const { registrationId, conferenceId, erasure } = registration;
  const listed = await listOwnerDocuments(table, conferenceId, { registrationId });
  const documentIds = new Set([...listed, ...(erasure?.remaining?.documents ?? [])]);
  let openings = 0;
  for (const documentId of documentIds) openings += await eraseDocument({ table, documents }, documentId, deadline);
  return { documents: documentIds.size, openings };
}

/** How many erasures of a conference may begin while one of them removes its person from the saved lists. */
const maxErasuresAtOnce = 100;

/**
 * Versions of the list of participants count an erased person among those without a name. Two erasures at the same time
 * save the same versions, so each removes everyone who is erased by then, and starts again if another one began
 * meanwhile: otherwise the later save would put the other person back.
 * @returns the number of versions that named the person
 */
async function eraseFromLists({ table, documents }: ErasureContext, registration: Registration): Promise<number> {
  const { conferenceId, registrationId } = registration;
  const changed = new Set<string>();
  await makeWithoutErased(
    table,
    conferenceId,
    async () => {
      for (const { contentId } of await listParticipantListVersions(table, conferenceId)) {
        const snapshot = await loadSnapshot<ListSnapshot>(documents, conferenceId, contentId);
        if (!changed.has(contentId) && !snapshot.entries.some((entry) => entry.registrationId === registrationId))
          continue;
        const current = await loadRegistrations(
          table,
          snapshot.entries.map((entry) => entry.registrationId),
        );
        const isErased = (entry: ListSnapshot["entries"][number]) =>
          current.get(entry.registrationId)?.erasure !== undefined;
        const unnamed = countUnnamed(snapshot.entries.filter(isErased), snapshot.unnamed);
        const entries = snapshot.entries.filter((entry) => !isErased(entry));
        await saveSnapshot(documents, conferenceId, contentId, { ...snapshot, entries, unnamed });
        changed.add(contentId);
      }
    },
    maxErasuresAtOnce,
  );
  return changed.size;
}

/** Whether the person sent the form, and was never confirmed: then the secretariat took them from no sheet. */
async function hasOnlyRegisteredThemselves(table: CommandStore, registration: Registration): Promise<boolean> {
  if (wasEverConfirmed(registration)) return false;
  const { entries } = await listHistory(table, registration, undefined, Number.MAX_SAFE_INTEGER);
  const kind = entries.at(-1)?.journalEntry.actor.kind;
  return kind === "public" || kind === "delegate";
}

/** Around the addresses in a cell, as in `Amina Diallo <amina@example.org>; office@example.org`. */
const addressSeparators = /[\s<>()[\],;:"'|]+/;

/**
 * Whether a sheet has one of these addresses, in its file or as an officer has corrected or mapped it. One that is uploaded and not inspected yet may have; one that is not uploaded
 * yet is as any that comes after the erasure.
 * @param addresses their digests
 */
async function isSheetWithAddress(
  { table, documents }: ErasureContext,
  { documentId, status, owner }: StoredDocument,
  addresses: ReadonlySet<string>,
): Promise<boolean> {
  if (status.state !== "checked" && (await hasUpload(documents, documentId))) return true;
  const bytes = await findCheckedFile(documents, documentId);
  const cells = bytes ? (parseSheetRows(bytes).rows ?? []).flat() : [];
  const { mapping } = owner && "jobId" in owner ? await findSheet(table, owner.jobId) : {};
  const entered = [mapping?.cells ?? {}, mapping?.values ?? {}].flatMap((texts) =>
    Object.values(texts).flatMap((each) => Object.values(each).filter((text) => text !== null)),
  );
  return [...cells, ...entered]
    .filter((cell) => cell.includes("@"))
    .flatMap((cell) => cell.split(addressSeparators))
    .some((word) => addresses.has(computeAddressDigest(word)));
}

/**
 * Deletes the sheets of a conference that may contain the erased person. Of a person who only sent the form, these are
 * the sheets with the address, and those that are being inspected: otherwise anyone could end all imports. An import that
 * has not ended fails: one that waits for its upload here, one that runs when it next reads the sheet. Its rows are
 * recognized when the sheet is uploaded again.
 */
async function deleteSheets(
  { table, documents }: ErasureContext,
  conferenceId: string,
  mayName: (document: StoredDocument) => boolean | Promise<boolean>,
  deadline: Deadline,
): Promise<void> {
  for await (const { documentId, ownerId } of listConferenceDocuments(table, conferenceId)) {
    const document = await findDocument(table, documentId);
    if (document?.kind !== "import" || !(await mayName(document))) continue;
    await completeJob(table, ownerId, { state: "failed", failure: { code: "sheet-erased" } });
    await eraseDocument({ table, documents }, documentId, deadline);
  }
}
