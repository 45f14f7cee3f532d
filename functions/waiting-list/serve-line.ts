import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { type PoolState, type Pools, seatPools } from "#shared/domain/seats.ts";
import { neededPools, serve, shouldBeOpen } from "#shared/domain/waiting-list.ts";
import { commit } from "#shared/store/commit.ts";
import { type Hall, loadHall } from "#shared/store/conferences.ts";
import { type LineRow, leaseMs, loadWaiting, readLine, setOpen } from "#shared/store/line.ts";
import { poolStates } from "#shared/store/pools.ts";
import type { Table } from "#shared/store/table.ts";

/** What one look at a line came to. */
export interface Pass {
  readonly seated: number;
  /** Whether the line must be looked at again: somebody else was quicker somewhere, or half the lease is over. */
  readonly again: boolean;
}

/**
 * Looks at a line once: seats everyone who fits, in order, then opens and closes the pools.
 * @param joined who is known to have joined, whether or not the index shows them yet
 * @param thorough whether to read the line also where nothing seems to have moved: the sweep does
 */
export async function servePass(
  table: Table,
  conferenceId: string,
  joined: readonly string[],
  { deadline, thorough }: { readonly deadline: number; readonly thorough: boolean },
): Promise<Pass> {
  const hall = await loadHall(table, conferenceId);
  const states = poolStates(hall.pools);
  const newcomers = await loadWaiting(table, joined);
  const fits = newcomers.some((each) => neededPools(hall.conference, each).every((pool) => hasPlace(states, pool)));
  if (!thorough && !fits && [...states.values()].every(isSettled)) return { seated: 0, again: false };
  const rows = await readLine(table, conferenceId);
  const candidates = rows.filter((row) => mayFit(hall.conference, states, row)).map((row) => row.registrationId);
  const line = await loadWaiting(table, [...candidates, ...joined]);
  const pass = await seatAll(table, hall, line, deadline);
  await settlePools(table, conferenceId, rows, line);
  return pass;
}

/** Nothing to give and nothing to close: what is full is closed, and what has places is open, for nobody needs it. */
const isSettled = ({ open, limit, taken }: PoolState) => open === taken < limit;

const hasPlace = (states: Pools, pool: PoolName) => {
  const state = states.get(pool);
  return state !== undefined && state.taken < state.limit;
};

/** Whether a person in line could get something, by what the index says of them: only those are read. */
function mayFit(conference: Conference, states: Pools, row: LineRow): boolean {
  if (row.seat === "waiting") return seatPools(conference, row).every((pool) => hasPlace(states, pool));
  return row.waitingFor.some((pool) => hasPlace(states, pool));
}

async function seatAll(
  table: Table,
  { conference, pools }: Hall,
  line: readonly Registration[],
  deadline: number,
): Promise<Pass> {
  let seated = 0;
  const until = Math.min(deadline, Date.now() + leaseMs / 2);
  for (const change of serve(conference, poolStates(pools), line, new Date().toISOString())) {
    if (Date.now() > until) return { seated, again: true };
    const { outcome } = await commit(table, conference, pools, change, { deadline });
    if (outcome !== "committed") return { seated, again: true };
    seated += 1;
  }
  return { seated, again: false };
}

/** A pool is closed while it is full and somebody in line needs it; from then on only the line takes from it. */
async function settlePools(
  table: Table,
  conferenceId: string,
  rows: readonly LineRow[],
  line: readonly Registration[],
): Promise<void> {
  const { conference, pools } = await loadHall(table, conferenceId);
  const still = await loadWaiting(
    table,
    line.map(({ registrationId }) => registrationId),
  );
  const known = new Set(line.map(({ registrationId }) => registrationId));
  const others = rows.filter(({ registrationId }) => !known.has(registrationId));
  const needed = new Set([
    ...still.flatMap((waiting) => neededPools(conference, waiting)),
    ...others.flatMap((row) => (row.seat === "waiting" ? seatPools(conference, row) : row.waitingFor)),
  ]);
  for (const [pool, state] of poolStates(pools)) {
    const open = shouldBeOpen(state, needed.has(pool));
    if (open !== state.open) await setOpen(table, conferenceId, pools, pool, open);
  }
}
