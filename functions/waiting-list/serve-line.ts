import type { Change } from "#shared/domain/change.ts";
import { type Conference, lineTargets } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { type PoolState, seatPools } from "#shared/domain/seats.ts";
import { nobodySeated, type Seated } from "#shared/domain/targets.ts";
import { couldGet, needsOf, serve, shouldBeOpen, wants } from "#shared/domain/waiting-list.ts";
import { commit } from "#shared/store/commit.ts";
import { countRegistrations, readSeated } from "#shared/store/composition.ts";
import { delegationsOf, type Hall, loadHall, withDelegations } from "#shared/store/halls.ts";
import { newId } from "#shared/store/ids.ts";
import { type LineRow, leaseMs, loadWaiting, readLine, setOpen } from "#shared/store/line.ts";
import { movePlaces } from "#shared/store/move-places.ts";
import { afterClaims, poolStates } from "#shared/store/pools.ts";
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
 * @param at now (RFC 3339, UTC)
 * @param thorough whether to read the line also where nothing seems to have moved: the sweep does
 */
export async function servePass(
  table: Table,
  conferenceId: string,
  joined: readonly string[],
  { at, deadline, thorough }: { readonly at: string; readonly deadline: number; readonly thorough: boolean },
): Promise<Pass> {
  const newcomers = await loadWaiting(table, joined);
  const own = await movePlaces(table, conferenceId, deadline);
  const first = await withDelegations(table, own, delegationsOf(newcomers));
  const states = poolStates(first.pools);
  const fits = newcomers.some((each) => couldGet(states, wants(own.conference, each)));
  if (!thorough && !fits && [...states.values()].every(isSettled)) return { seated: 0, again: false };
  const rows = await readLine(table, conferenceId);
  const hall = await withDelegations(table, first, delegationsOf(rows));
  const candidates = rows
    .filter((row) => couldGet(poolStates(hall.pools), rowWants(hall.conference, row)))
    .map((row) => row.registrationId);
  const line = await loadWaiting(table, [...candidates, ...joined]);
  const seated = await seatedBefore(table, own.conference, joined, deadline);
  const pass = await seatAll(table, hall, { line, seated }, at, deadline);
  const someoneFits = await settlePools(table, conferenceId, rows, line, deadline);
  return { seated: pass.seated, again: pass.again || someoneFits };
}

/** Nothing to give and nothing to close: what is full is closed, and what has places is open, for nobody needs it. */
export const isSettled = ({ open, limit, taken }: PoolState) => open === taken < limit;

/** What a person in line wants, by what the index says of them. */
const rowWants = (conference: Conference, row: LineRow): PoolName[][] =>
  row.seat === "waiting" ? [seatPools(conference, row)] : row.waitingFor.map((pool) => [pool]);

/**
 * Who is seated, for a line that is ordered by targets. Those by whom the line moved are counted first, for the stream
 * may not have brought them to the statistics yet.
 */
async function seatedBefore(
  table: Table,
  conference: Conference,
  moved: readonly string[],
  deadline: number,
): Promise<Seated> {
  if (!lineTargets(conference)) return nobodySeated;
  await countRegistrations(table, conference.conferenceId, moved, deadline);
  return readSeated(table, conference.conferenceId);
}

async function seatAll(
  table: Table,
  { conference, pools }: Hall,
  { line, seated }: { readonly line: readonly Registration[]; readonly seated: Seated },
  at: string,
  deadline: number,
): Promise<Pass> {
  const done: string[] = [];
  let left = pools;
  const until = Math.min(deadline, Date.now() + leaseMs / 2);
  const seatOne = async (change: Change) => {
    if (Date.now() > until) return false;
    const written = await commit(table, conference, left, change, { deadline, changeId: newId() });
    if (written.outcome !== "committed") return false;
    left = afterClaims(left, written.claims);
    done.push(...change.steps.map(({ after }) => after.registrationId));
    return true;
  };
  let again = false;
  for (const change of serve(conference, poolStates(pools), line, at, seated)) {
    again = !(await seatOne(change));
    if (again) break;
  }
  // The next pass may come before the stream has brought these to the statistics.
  if (lineTargets(conference)) await countRegistrations(table, conference.conferenceId, done, deadline);
  return { seated: done.length, again };
}

/**
 * A pool is closed while it is full and somebody in line needs it; from then on only the line takes from it. While one
 * of its shards stands over its limit it stays closed: there the shards' own conditions don't keep the pool's.
 * @returns whether a place came free meanwhile that somebody in line could have
 */
async function settlePools(
  table: Table,
  conferenceId: string,
  rows: readonly LineRow[],
  line: readonly Registration[],
  deadline: number,
): Promise<boolean> {
  const { conference, pools } = await loadHall(table, conferenceId, [...new Set(delegationsOf([...rows, ...line]))]);
  const ids = line.map(({ registrationId }) => registrationId);
  const still = await loadWaiting(table, ids);
  const others = rows.filter(({ registrationId }) => !ids.includes(registrationId));
  const states = poolStates(pools);
  const needs = needsOf(states, [
    ...still.flatMap((waiting) => wants(conference, waiting)),
    ...others.flatMap((row) => rowWants(conference, row)),
  ]);
  for (const [pool, state] of states) {
    const isSound = (pools.get(pool) ?? []).every(({ limit, taken }) => taken <= limit);
    const open = isSound && shouldBeOpen(state, needs.get(pool) ?? "none");
    if (open !== state.open) await setOpen(table, conferenceId, pools, pool, open, deadline);
  }
  return [...needs.values()].includes("could-be-seated");
}
