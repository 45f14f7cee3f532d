import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { journalItem } from "#shared/commands/journal.ts";
import { dropSnapshot } from "#shared/documents/lists.ts";
import type { Change, CommandContext } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { eraseFocalPoints } from "#shared/domain/erasure.ts";
import { eraseEntry } from "#shared/store/audit/erase.ts";
import { linkOf } from "#shared/store/audit/link.ts";
import { delegationIds, loadDelegation } from "#shared/store/delegations.ts";
import { derivedId } from "#shared/store/ids.ts";
import { keys } from "#shared/store/keys.ts";
import { listVersions } from "#shared/store/list-versions.ts";
import { putOnce } from "#shared/store/put-once.ts";
import { idsInConference, loadRegistrations } from "#shared/store/registrations.ts";
import { removeItem } from "#shared/store/remove.ts";
import { listAll } from "#shared/store/table.ts";
import { takeOut } from "./begin.ts";
import { finishErasure } from "./finish.ts";
import { inLanes } from "./lanes.ts";
import { inPages } from "./pages.ts";
import type { Stores } from "./stores.ts";
import { TimeIsUp } from "./time-is-up.ts";

/**
 * Leaves nobody in the data of a conference: its registrations, the focal points of its delegations, what its history says
 * of people, its lists of participants. Whatever was done before is found done.
 * @returns how many registrations were somebody's
 * @throws TimeIsUp when the rest is for the next run
 */
export async function erasePeople(stores: Stores, conference: Conference, context: CommandContext, until: number) {
  const { table } = stores;
  const { conferenceId } = conference;
  const people = await eraseRegistrations(stores, conferenceId, context, until);
  for (const id of await delegationIds(table, conferenceId)) {
    await executeIfNeeded(table, conferenceId, until, async () =>
      eraseFocalPoints(await loadDelegation(table, id), context),
    );
  }
  await eraseLists(stores, conferenceId);
  await eraseHistory(table, conference, context, until);
  return people;
}

async function eraseRegistrations(stores: Stores, conferenceId: string, context: CommandContext, until: number) {
  let erased = 0;
  await inPages(idsInConference(stores.table, conferenceId), until, async (ids) => {
    const found = [...(await loadRegistrations(stores.table, ids)).values()];
    await inLanes(
      found.filter(({ erasure }) => !erasure?.doneAt),
      async ({ registrationId }) => {
        await takeOut(stores.table, { registrationId, because: "retention-over", context, deadline: until });
        await finishErasure(stores, registrationId, until);
        erased += 1;
      },
    );
  });
  return erased;
}

async function eraseLists({ table, documents }: Stores, conferenceId: string): Promise<void> {
  for (const { contentId, version } of await listVersions(table, conferenceId)) {
    await dropSnapshot(documents, conferenceId, contentId);
    await removeItem(table, keys.listVersion(conferenceId, version));
  }
}

/** All entries, also those that stand in nobody's own history; by one that says so, and proves it to the audit. */
async function eraseHistory(
  table: CommandStore,
  { conferenceId, version }: Conference,
  { actor, at }: CommandContext,
  until: number,
): Promise<void> {
  const erasedBy = derivedId("retention", conferenceId, String(version));
  const change: Change = {
    conferenceId,
    at,
    actor,
    action: "erase",
    reason: "retention-over",
    registrations: [],
    mails: [],
    admission: "public",
  };
  await putOnce(table, journalItem(change, erasedBy));
  const links = listAll(table, { partition: keys.auditHead(conferenceId).PK, prefix: "LINK#", consistent: true });
  for await (const link of links) {
    if (Date.now() > until) throw new TimeIsUp();
    await eraseEntry(table, linkOf(link).changeId, erasedBy);
  }
}
