import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import { listByArrival, type WaitingListRow } from "#shared/capacity/waiting-list.repository.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { findBlockingPools, type PoolState, seatLimit, seatPools } from "#shared/domain/seats.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { delegationIds } from "#shared/store/delegations.ts";
import { expiringSeats } from "#shared/store/expiring.ts";
import type { Table } from "#shared/store/table.ts";

/** Every pool: its limit and what is taken, exact; how many are offered and how many it holds back, by the indexes. */
export const readCapacity =
  (table: Table): Handler<"readCapacity"> =>
  async ({ params: { conferenceId }, caller, access }) => {
    const { conference, shards } = await loadCapacitySnapshot(
      table,
      conferenceId,
      await delegationIds(table, conferenceId),
    );
    mustBeStaff(conference, { caller, access });
    const states = summarizePools(shards);
    const [line, expiring] = await Promise.all([
      listByArrival(table, conferenceId),
      expiringSeats(table, conferenceId),
    ]);
    const heldBack = line.flatMap((row) => findBlockingPools(states, needed(conference, row)));
    const offers = expiring.filter(({ seat }) => seat === "offered").flatMap((each) => seatPools(conference, each));
    const items = [...states].filter(isLimited).map(([pool, { limit, taken }]) => {
      const count = (pools: readonly string[]) => pools.filter((each) => each === pool).length;
      return { pool, limit, taken, offered: count(offers), waiting: count(heldBack) };
    });
    return { items, next: null };
  };

/** A delegation without a quota limits nobody. */
const isLimited = ([pool, { limit }]: [PoolName, PoolState]) =>
  !pool.startsWith("delegation:") || limit < seatLimit({});

/** The pools in which a person in line still needs a place. */
const needed = (conference: Conference, row: WaitingListRow) =>
  row.seat === "waiting" ? seatPools(conference, row) : row.waitingFor;
