import { type CapacitySnapshot, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import type { Change } from "#shared/domain/change.ts";
import { listDelegationsWithFreedSeats, promoteReserve } from "#shared/domain/reserve-promotion.ts";
import { loadDelegation, loadMembers } from "./delegations.ts";
import type { Table } from "./table.ts";

/** Extends a change that frees seats of delegations: the next registrations of their reserves receive them. */
export async function promoteReserves(table: Table, { conference }: CapacitySnapshot, change: Change): Promise<Change> {
  let promoted = change;
  for (const delegationId of listDelegationsWithFreedSeats(change)) {
    const delegation = await loadDelegation(table, delegationId);
    const { shards } = await loadCapacitySnapshot(table, change.conferenceId, [delegationId]);
    const members = await loadMembers(table, delegation);
    promoted = promoteReserve(conference, summarizePools(shards), delegation, members, promoted);
  }
  return promoted;
}
