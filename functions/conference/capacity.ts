import { asStaff, assertStaff, getStaffGroups } from "#shared/auth/caller.ts";
import {
  addDelegationPools,
  addUnlimitedPools,
  loadCapacitySnapshot,
  toDelegationIds,
} from "#shared/capacity/capacity-snapshot.ts";
import {
  findBlockingPools,
  getSeatLimit,
  listPoolLimits,
  listSeatPools,
  listUnlimitedPools,
  type PoolState,
  type Pools,
} from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import {
  listByArrival,
  listExpiringSeats,
  listInServiceOrder,
  loadWaitingRegistrations,
  type WaitingListRow,
} from "#shared/capacity/waiting-list.repository.ts";
import { getWaitingSince, listWantedPools } from "#shared/capacity/waiting-list.rules.ts";
import { listDelegationIds } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isDelegationPool, type PoolName } from "#shared/model/seat.ts";
import { roundToDay } from "#shared/model/time.ts";
import { loadProtectedIds, loadUnreadableIds } from "#shared/registrations/protections.repository.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/**
 * Every pool with its limit and its taken seats, which are exact, and with its offered seats and the registrations that
 * it holds back, which come from the indexes. The pools of delegations are for the secretariat alone: compared with the
 * list of members, they tell the delegation of a protected person.
 */
export const getCapacity =
  (table: Table): ApiHandler<"getCapacity"> =>
  async ({ params: { conferenceId }, caller, access }) => {
    const limited = await loadCapacitySnapshot(table, conferenceId, await listDelegationIds(table, conferenceId));
    const { conference } = limited;
    assertStaff(conference, { caller, access });
    const counted = summarizePools((await addUnlimitedPools(table, limited)).shards);
    const pools = new Map([...summarizePools(limited.shards), ...toUnlimitedPools(conference, counted)]);
    const [waitingList, expiring] = await Promise.all([
      listByArrival(table, conferenceId),
      listExpiringSeats(table, conferenceId),
    ]);
    const heldBack = waitingList.flatMap((row) =>
      findBlockingPools(
        pools,
        listNeededPools(conference, row).filter((pool) => pools.has(pool)),
      ),
    );
    const offers = expiring.filter(({ seat }) => seat === "offered").flatMap((each) => listOfferedPools(pools, each));
    const seesDelegations = getStaffGroups(conference, caller).includes("secretariat");
    const shown = [...pools].filter((each) => isLimitedPool(each) && (seesDelegations || !isDelegationPool(each[0])));
    const items = shown.map(([pool, { limit, taken }]) => {
      const count = (names: readonly string[]) => names.filter((name) => name === pool).length;
      return {
        pool,
        limit: Number.isFinite(limit) ? limit : null,
        taken,
        offered: count(offers),
        waiting: count(heldBack),
      };
    });
    return { items, next: null };
  };

/** The pools without a limit: one that has counted no seat yet has no shards. */
const toUnlimitedPools = (conference: Conference, counted: Pools): [PoolName, PoolState][] =>
  listUnlimitedPools(conference).map((pool) => [
    pool,
    { isOpen: true, taken: counted.get(pool)?.taken ?? 0, limit: Number.POSITIVE_INFINITY },
  ]);

/** The pools in which an offer holds a seat. */
const listOfferedPools = (
  pools: Pools,
  { category, delegationId }: Pick<WaitingListRow, "category" | "delegationId">,
) => ["venue", `category:${category}`, `delegation:${delegationId}`].filter((pool) => pools.has(pool as PoolName));

/** The pool of a delegation without a quota has no limit and is not listed. */
const isLimitedPool = (each: [PoolName, PoolState]) => !isDelegationPool(each[0]) || each[1].limit < getSeatLimit({});

/** The pools in which a waiting registration still needs a seat. */
const listNeededPools = (conference: Conference, row: WaitingListRow) =>
  row.seat === "waiting"
    ? listSeatPools(conference, row)
    : row.waitingFor.filter((pool) => listPoolLimits(conference).has(pool));

/**
 * Lists the waiting list in service order. The rows come from the index, their content from the table. A protected person
 * whose name the caller may not read has no position, and is listed as if they had joined at the beginning of the day:
 * the neighbours would tell with whom they were nominated.
 */
export const getWaitingList =
  (table: Table): ApiHandler<"getWaitingList"> =>
  async ({ params: { conferenceId }, caller, access, query }) => {
    const snapshot = await loadCapacitySnapshot(table, conferenceId);
    const { conference } = snapshot;
    assertStaff(conference, { caller, access });
    const [after, limit] = [decodeCursor(query.cursor), Number(query.limit ?? 50)];
    const hidden = await loadUnreadableIds(table, conferenceId, asStaff(caller));
    const waitingList = await listInServiceOrder(table, conference, hidden);
    const begin = after === undefined ? 0 : waitingList.filter(({ order }) => order <= after).length;
    // The last row of a page is of no protected person whom the caller reads, because its order, which has the time, is the
    // cursor.
    const guarded = await loadProtectedIds(table, conferenceId);
    const isEnd = ({ registrationId }: WaitingListRow, index: number) =>
      index >= begin + limit - 1 && (hidden.has(registrationId) || !guarded.has(registrationId));
    const end = waitingList.findIndex(isEnd) + 1 || waitingList.length;
    const page = waitingList.slice(begin, end);
    const waiting = await loadWaitingRegistrations(
      table,
      page.map(({ registrationId }) => registrationId),
    );
    const rows = new Map(waiting.map((each) => [each.registrationId, each]));
    const { shards } = await addDelegationPools(table, snapshot, toDelegationIds(waiting));
    const states = summarizePools(shards);
    const items = page.flatMap(({ registrationId, order }, index) => {
      const row = rows.get(registrationId);
      const position = !hidden.has(registrationId) && { position: begin + index + 1 };
      return row ? [{ ...position, ...toWaitingRowView(conference, states, row, order) }] : [];
    });
    return { items, next: encodeCursor(waitingList.length > end ? (page.at(-1)?.order ?? null) : null) };
  };

function toWaitingRowView(conference: Conference, states: Pools, row: Registration, order: string) {
  const { registrationId, category, protection } = row;
  const since = getWaitingSince(row) ?? "";
  const shown = protection && since ? roundToDay(since) : since;
  const waitingFor = findBlockingPools(states, listWantedPools(conference, row).flat());
  return {
    registrationId,
    accreditation: row.accreditation.state,
    seat: row.seat.state,
    category,
    since: shown,
    order: order.replace(since, shown),
    waitingFor: [...maskProtectedIdentity({ ...row, waitingFor }).waitingFor],
  };
}
