import { addDelegationPools, listDelegationIds, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import { listInServiceOrder, loadWaitingRegistrations } from "#shared/capacity/waiting-list.repository.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { findBlockingPools, type Pools } from "#shared/domain/seats.ts";
import { listWantedPools, waitingSince } from "#shared/domain/waiting-list.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** Lists the waiting list in service order. The rows come from the index, their content from the table. */
export const readWaitingList =
  (table: Table): Handler<"readWaitingList"> =>
  async ({ params: { conferenceId }, caller, access, query }) => {
    const own = await loadCapacitySnapshot(table, conferenceId);
    const { conference } = own;
    mustBeStaff(conference, { caller, access });
    const [after, limit] = [readCursor(query.cursor), Number(query.limit ?? 50)];
    const waitingList = await listInServiceOrder(table, conference);
    const begin = after === undefined ? 0 : waitingList.filter(({ order }) => order <= after).length;
    const page = waitingList.slice(begin, begin + limit);
    const waiting = await loadWaitingRegistrations(
      table,
      page.map(({ registrationId }) => registrationId),
    );
    const rows = new Map(waiting.map((each) => [each.registrationId, each]));
    const { shards } = await addDelegationPools(table, own, listDelegationIds(waiting));
    const states = summarizePools(shards);
    const items = page.flatMap(({ registrationId, order }, index) => {
      const row = rows.get(registrationId);
      return row ? [{ position: begin + index + 1, order, ...rowView(conference, states, row) }] : [];
    });
    return { items, next: writeCursor(waitingList.length > begin + limit ? (page.at(-1)?.order ?? null) : null) };
  };

function rowView(conference: Conference, states: Pools, row: Registration) {
  const { registrationId, category } = row;
  return {
    registrationId,
    accreditation: row.accreditation.state,
    seat: row.seat.state,
    category,
    since: waitingSince(row) ?? "",
    waitingFor: findBlockingPools(states, listWantedPools(conference, row).flat()),
  };
}
