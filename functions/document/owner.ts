import type { StoredDocument } from "#shared/domain/document.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Caller, mustActFor, mustBeStaff, mustMayOpen } from "#shared/http/caller.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/**
 * Whoever may open what a document belongs to may open the document: its owner, the focal point, staff in an allowed group.
 * @throws Refusal `not-found`, whether it isn't there or isn't theirs
 */
export async function mustMayOpenDocument(
  table: Table,
  { owner, conferenceId }: StoredDocument,
  caller: Caller,
  groups: readonly string[],
): Promise<void> {
  const conference = await loadConference(table, conferenceId);
  if (!owner) throw new Refusal("not-found");
  if ("registrationId" in owner) {
    return mustMayOpen(conference, await loadRegistration(table, owner.registrationId), caller, groups);
  }
  if ("delegationId" in owner) {
    return mustActFor(conference, await loadDelegation(table, owner.delegationId), caller, groups);
  }
  mustBeStaff(conference, caller, groups);
}
