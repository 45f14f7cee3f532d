import type { Table } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { loadDelegation, loadDelegationMembers } from "./delegations.repository.ts";
import { rejoinDelegation } from "./nomination.rules.ts";

/** Completes the reopening of a registration: a member of a delegation is in its order again. */
export async function completeReopening(table: Table, conference: Conference, change: Change): Promise<Change> {
  const delegationId = change.registrations[0]?.after.delegationId;
  if (delegationId === undefined) return change;
  const delegation = await loadDelegation(table, delegationId);
  const members = await loadDelegationMembers(table, delegation);
  return rejoinDelegation(conference, { delegation, members }, change);
}
