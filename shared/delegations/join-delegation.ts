import type { Table } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { assertRoleCapacity } from "#shared/registrations/roles.rules.ts";
import { loadDelegationMembers } from "./delegations.repository.ts";
import { addMember } from "./nomination.rules.ts";

/**
 * Completes the change by which the secretariat moves a person into a delegation: they join it with their role.
 * @throws DomainError as `addMember`; `invalid-request` at `role`
 */
export async function joinDelegation(
  table: Table,
  conference: Conference,
  delegation: Delegation,
  change: Change,
): Promise<Change> {
  const members = await loadDelegationMembers(table, delegation);
  for (const { after } of change.registrations) assertRoleCapacity(conference, members, after.role);
  return addMember({ delegation, members }, change);
}
