import type { Conference } from "#shared/domain/conference.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { type Pools, seatPools } from "#shared/domain/seats.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadHall } from "#shared/store/halls.ts";
import { type LineRow, readLine } from "#shared/store/line.ts";
import { poolStates } from "#shared/store/pools.ts";
import type { Table } from "#shared/store/table.ts";

/** Every pool: its limit and what is taken, exact; and how many it holds back, by the line's index. */
export const readCapacity =
  (table: Table): Handler<"readCapacity"> =>
  async ({ params, caller }) => {
    const { conference, pools } = await loadHall(table, params.conferenceId);
    mustBeStaff(conference, caller, ["secretariat", "reviewer", "entry-desk"]);
    const states = poolStates(pools);
    const heldBackBy = (await readLine(table, params.conferenceId)).flatMap((row) =>
      holdsBack(conference, states, row),
    );
    const items = [...states].map(([pool, { limit, taken }]) => {
      const waiting = heldBackBy.filter((each) => each === pool).length;
      return { pool, limit, taken, offered: 0, waiting };
    });
    return { items, next: null };
  };

/** The pools that hold a person in line back now: those they need that are full, or kept for others in line. */
function holdsBack(conference: Conference, states: Pools, row: LineRow): PoolName[] {
  const needed = row.seat === "waiting" ? seatPools(conference, row) : row.waitingFor;
  return needed.filter((pool) => {
    const state = states.get(pool);
    return !state?.open || state.taken >= state.limit;
  });
}
