import { type CapacitySnapshot, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import { loadDelegations, readDelegationMembers } from "./delegations.repository.ts";
import { listDelegationsWithFreedSeats, promoteReserve } from "./reserve-promotion.rules.ts";

/**
 * Extends a change that frees seats of delegations: the next registrations of their reserves receive them. The seats of a
 * damaged delegation stay free for the waiting list, so that no one is kept in their seat by its damage.
 */
export async function promoteReserves(table: Table, { conference }: CapacitySnapshot, change: Change): Promise<Change> {
  let promoted = change;
  for (const delegationId of listDelegationsWithFreedSeats(change)) {
    const [delegation] = await loadDelegations(table, [delegationId]);
    if (!delegation) continue;
    const { shards } = await loadCapacitySnapshot(table, change.conferenceId, [delegationId]);
    const { live } = await readDelegationMembers(table, delegation);
    promoted = promoteReserve(conference, summarizePools(shards), delegation, live, promoted);
  }
  return promoted;
}
