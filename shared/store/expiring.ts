import type { CategoryName } from "#shared/domain/conference.ts";
import { buckets, indexes, lists } from "./keys.ts";
import { listAll, type Table, text } from "./table.ts";

/** A seat with a time limit, from the index. */
export interface ExpiringSeat {
  readonly registrationId: string;
  readonly category: CategoryName;
  readonly delegationId?: string;
  readonly seat: string;
}

/**
 * The seats of a conference that expire, from the index, which may lag by a second.
 * @param before only those that expire before this time (RFC 3339, UTC)
 */
export async function expiringSeats(table: Table, conferenceId: string, before?: string): Promise<ExpiringSeat[]> {
  const seats: ExpiringSeat[] = [];
  for (const bucket of buckets) {
    const partition = lists.expiring(conferenceId, bucket);
    const rows = listAll(table, { index: indexes.expiring, partition, ...(before !== undefined && { before }) });
    for await (const row of rows) {
      const category = text(row, "category") as CategoryName;
      const delegation = row["delegationId"]?.S && { delegationId: row["delegationId"].S };
      seats.push({
        registrationId: text(row, "registrationId"),
        category,
        seat: text(row, "seatState"),
        ...delegation,
      });
    }
  }
  return seats;
}
