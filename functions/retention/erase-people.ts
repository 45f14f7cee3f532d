import { eraseJournalEntry } from "#shared/audit/chain.repository.ts";
import { parseChainLink } from "#shared/audit/chain-link.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { listDelegationIds, loadDelegation, loadDelegations } from "#shared/delegations/delegations.repository.ts";
import { deriveId, keys } from "#shared/dynamodb/keys.ts";
import { deleteItem, putItemIfAbsent, queryItems } from "#shared/dynamodb/table.ts";
import { deleteSavedViews } from "#shared/feed/saved-views.repository.ts";
import { type CommandContext, createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { deleteSnapshot } from "#shared/participant-list/list-files.ts";
import { listParticipantListVersions } from "#shared/participant-list/list-versions.repository.ts";
import { type ErasureContext, finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { eraseFocalPoints } from "#shared/privacy/erasure.rules.ts";
import { eraseProgrammePeople } from "#shared/programme/programme.repository.ts";
import { listDamaged, listRegistrationIds, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { DeadlineExceededError, forEachPage } from "./erase-documents.ts";

/**
 * Erases all personal data of a conference: its registrations, the focal points of its delegations, its versions of the
 * list of participants, the people of its programme, the views of its register, and its history. A repeated call continues.
 * @returns the number of erased registrations
 * @throws DeadlineExceededError
 * @throws DomainError `damaged-record` if one could not be read
 */
export async function erasePeople(
  stores: ErasureContext,
  conference: Conference,
  context: CommandContext,
  until: number,
) {
  const { table } = stores;
  const { conferenceId } = conference;
  const people = await eraseRegistrations(stores, conferenceId, context, until);
  await eraseDelegations(table, conferenceId, context, until);
  await eraseListVersions(stores, conferenceId);
  await eraseProgrammePeople(table, conferenceId, until);
  await deleteSavedViews(table, conferenceId);
  await eraseConferenceHistory(table, conference, context, until);
  return people;
}

const erasureConcurrency = 8;

async function eraseRegistrations(
  stores: ErasureContext,
  conferenceId: string,
  context: CommandContext,
  until: number,
) {
  let [erased, damaged] = [0, 0];
  await forEachPage(listRegistrationIds(stores.table, conferenceId), until, async (ids) => {
    const registrations = [...(await loadRegistrations(stores.table, ids)).values()];
    damaged += listDamaged(
      ids.map((registrationId) => ({ registrationId })),
      registrations,
    ).length;
    await mapConcurrent(
      registrations.filter(({ erasure }) => !erasure?.completedAt),
      erasureConcurrency,
      async ({ registrationId }) => {
        await startErasure(stores.table, { registrationId, reason: "retention-over", context, deadline: until });
        await finishErasure(stores, registrationId, until);
        erased += 1;
      },
    );
  });
  // The others are erased. What a damaged one contains stays until it is brought back, and the next run tries again.
  if (damaged > 0) throw new DomainError("damaged-record");
  return erased;
}

async function eraseDelegations(table: CommandStore, conferenceId: string, context: CommandContext, until: number) {
  const ids = await listDelegationIds(table, conferenceId);
  const sound = await loadDelegations(table, ids);
  for (const { delegationId } of sound) {
    await executeIfNeeded(table, conferenceId, until, async () =>
      eraseFocalPoints(await loadDelegation(table, delegationId), context),
    );
  }
  if (sound.length < new Set(ids).size) throw new DomainError("damaged-record");
}

async function eraseListVersions({ table, documents }: ErasureContext, conferenceId: string): Promise<void> {
  for (const { contentId, version } of await listParticipantListVersions(table, conferenceId)) {
    await deleteSnapshot(documents, conferenceId, contentId);
    await deleteItem(table, keys.listVersion(conferenceId, version));
  }
}

/** Erases all journal entries of a conference. A new entry records the erasure, which the audit requires. */
async function eraseConferenceHistory(
  table: CommandStore,
  { conferenceId, version }: Conference,
  { actor, at }: CommandContext,
  until: number,
): Promise<void> {
  const erasedBy = deriveId("retention", conferenceId, String(version));
  const change = { ...createConferenceChange(conferenceId, "erase", { actor, at }), reason: "retention-over" };
  await putItemIfAbsent(table, toJournalItem(change, erasedBy));
  const links = queryItems(table, { partition: keys.auditHead(conferenceId).PK, prefix: "LINK#", isConsistent: true });
  for await (const link of links) {
    if (Date.now() > until) throw new DeadlineExceededError();
    await eraseJournalEntry(table, parseChainLink(link).changeId, erasedBy);
  }
}
