import { setTimeout as sleep } from "node:timers/promises";
import {
  addDelegationPools,
  type CapacitySnapshot,
  loadCapacitySnapshot,
  toDelegationIds,
} from "#shared/capacity/capacity-snapshot.ts";
import { choosePositionOffset } from "#shared/capacity/position-range.rules.ts";
import { findPublishedSeats, savePublishedSeats } from "#shared/capacity/published-seats.repository.ts";
import { publishSeats } from "#shared/capacity/published-seats.rules.ts";
import { rebalancePools } from "#shared/capacity/rebalance.repository.ts";
import {
  expireSeat,
  listPoolLimits,
  listSeatPools,
  type PoolState,
  requirePool,
} from "#shared/capacity/seats.rules.ts";
import { applyClaims, planPoolMoves, summarizePools } from "#shared/capacity/shards.rules.ts";
import {
  acquireLease,
  hasWaitingList,
  leaseMs,
  listByArrival,
  listExpiringSeats,
  loadWaitingRegistrations,
  releaseLease,
  setPoolOpen,
  type WaitingListRow,
} from "#shared/capacity/waiting-list.repository.ts";
import {
  assessPoolDemand,
  canBeSeated,
  getWaitingListTargets,
  isPoolOpenToNewcomers,
  listWantedPools,
  serveWaitingList,
} from "#shared/capacity/waiting-list.rules.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { commit } from "#shared/commands/commit.repository.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { wholeWaitingList } from "#shared/commands/journal.ts";
import { listConferenceIds } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { getString, type Table } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { getEarliestOpenDay, isConferenceOver } from "#shared/model/time.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { createStreamHandler, log } from "#shared/runtime/lambda.ts";
import { countRegistrations, loadConferenceCounts } from "#shared/statistics/statistics.repository.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { noSeatedCounts, type SeatedCounts, toSeatedCounts } from "#shared/statistics/targets.rules.ts";

/**
 * Serves the waiting lists of the conferences whose changes the stream delivers: a person joined, or a seat came free.
 * The schedule visits every conference, takes back expired seats, and finds what an event missed.
 */
export const handleEvent = (store: CommandStore) =>
  createStreamHandler({
    failure: { code: "waiting-list.failed", field: "conferenceId" },
    shutdownBufferMs: 5_000,
    getKeys: (image) => [getString(image, "conferenceId")],
    process: (conferenceId, images, deadline) => {
      if (images.length === 0) return sweepConference(store, conferenceId, deadline);
      const marked = images.flatMap((image) => getString(image, "waitingListMarker").split(" "));
      const ids = marked.filter((each) => each !== wholeWaitingList);
      return serveUnderLease(store, conferenceId, ids, { deadline, thorough: ids.length < marked.length });
    },
    // A conference that has ended has no seats to give.
    sweep: async (processAll) => {
      await processAll(await listConferenceIds(store, getEarliestOpenDay(Date.now())));
    },
  });

/**
 * Takes back expired seats, publishes what the public sees of the free ones, then serves the waiting list if there is
 * one, or a pool is not as it should be.
 */
async function sweepConference(store: CommandStore, conferenceId: string, deadline: number): Promise<void> {
  const expired = await expireSeats(store, conferenceId, new Date().toISOString(), deadline);
  if (expired > 0) log("seats.expired", { conferenceId, expired });
  const { shards } = await loadRebalancedSnapshot(store, conferenceId, true, deadline);
  const pools = summarizePools(shards);
  await publishFreeSeats(store, conferenceId, requirePool(pools, "venue"), deadline);
  const isSettled = [...pools.values()].every(isPoolSettled);
  if (!isSettled || (await hasWaitingList(store, conferenceId)))
    await serveUnderLease(store, conferenceId, [], { deadline, thorough: true });
}

/** Publishes what the public sees of the free seats, if it is due. */
export async function publishFreeSeats(
  table: Table,
  conferenceId: string,
  venue: PoolState,
  deadline: number,
  now = new Date().toISOString(),
): Promise<void> {
  const before = await findPublishedSeats(table, conferenceId);
  const next = publishSeats(before, venue, now, { few: Math.random(), none: Math.random() });
  if (!next) return;
  const { positionOffset = choosePositionOffset(Math.random()) } = before ?? {};
  await savePublishedSeats(table, conferenceId, before, { ...next, positionOffset }, deadline);
}

/**
 * Takes back every seat whose time limit has passed: offers that were not accepted, overdue corrections, addresses that
 * were not confirmed. The rule decides on each registration as the table has it.
 * @param at now (RFC 3339, UTC)
 * @returns how many seats were taken back
 */
export async function expireSeats(
  store: CommandStore,
  conferenceId: string,
  at: string,
  deadline: number,
): Promise<number> {
  const context = { actor: { kind: "system", id: "waiting-list" }, at } as const;
  let expired = 0;
  for (const { registrationId } of await listExpiringSeats(store, conferenceId, at)) {
    if (Date.now() > deadline) break;
    const isExpired = await executeIfNeeded(store, conferenceId, deadline, async ({ conference }) => {
      const registration = (await loadRegistrations(store, [registrationId])).get(registrationId);
      // A damaged one keeps its seat, and does not stop the others.
      return registration && expireSeat(conference, registration, context);
    });
    if (isExpired) expired += 1;
  }
  return expired;
}

/**
 * Serves a waiting list under its lease, pass by pass, until nothing is left to do. If another run holds the lease,
 * that run makes one more pass.
 * @returns whether the waiting list is served, by this run or another one; `false` if the time was over before
 */
async function serveUnderLease(
  store: CommandStore,
  conferenceId: string,
  joined: readonly string[],
  how: { readonly deadline: number; readonly thorough: boolean },
): Promise<boolean> {
  const owner = createId();
  let requests = await acquireLease(store, conferenceId, owner, Date.now());
  try {
    while (requests !== undefined && Date.now() < how.deadline) {
      const pass = await servePass(store, conferenceId, joined, { ...how, at: new Date().toISOString() });
      if (pass.seated > 0) log("waiting-list.served", { conferenceId, seated: pass.seated });
      if (!pass.again && (await releaseLease(store, conferenceId, owner, requests))) return true;
      requests = await acquireLease(store, conferenceId, owner, Date.now());
    }
    return requests === undefined;
  } finally {
    await releaseLease(store, conferenceId, owner);
  }
}

/** The result of one pass over a waiting list. */
export interface Pass {
  readonly seated: number;
  /** Whether another pass is needed: something changed during this one, or half the lease is over. */
  readonly again: boolean;
}

/**
 * Makes one pass over a waiting list: gives a seat to each registration that fits, in service order, then opens and
 * closes the pools. After the end of the conference it does nothing.
 * @param joined registrations that are known to have joined, whether or not the index has them yet
 * @param at now (RFC 3339, UTC)
 * @param thorough whether to read the waiting list even if no pool has a seat to give: the sweep does
 */
export async function servePass(
  store: CommandStore,
  conferenceId: string,
  joined: readonly string[],
  { at, deadline, thorough }: { readonly at: string; readonly deadline: number; readonly thorough: boolean },
): Promise<Pass> {
  const joining = await loadWaitingRegistrations(store, joined);
  const rebalanced = await loadRebalancedSnapshot(store, conferenceId, thorough, deadline);
  if (isConferenceOver(rebalanced.conference, at)) return { seated: 0, again: false };
  const snapshot = await addDelegationPools(store, rebalanced, toDelegationIds(joining));
  const { conference } = snapshot;
  const pools = summarizePools(snapshot.shards);
  const fits = joining.some((each) => canBeSeated(pools, listWantedPools(conference, each)));
  if (!thorough && !fits && [...pools.values()].every(isPoolSettled)) return { seated: 0, again: false };

  const rows = await listByArrival(store, conferenceId);
  const complete = await addDelegationPools(store, snapshot, toDelegationIds(rows));
  const allPools = summarizePools(complete.shards);
  const candidates = rows.filter((row) => canBeSeated(allPools, listPoolsWantedByRow(conference, row)));
  const waiting = await loadWaitingRegistrations(store, [
    ...candidates.map(({ registrationId }) => registrationId),
    ...joined,
  ]);
  const { taken } = requirePool(allPools, "venue");
  const seated = await readSeatedComposition(store, conference, { changed: joined, taken }, deadline);
  const pass = await giveSeats(store, complete, { waiting, seated }, at, deadline);
  const someoneFits = await openAndClosePools(store, conferenceId, rows, waiting, deadline);
  return { seated: pass.seated, again: pass.again || someoneFits };
}

/**
 * The capacity snapshot. If a pool is not at its limit, the pools are rebalanced first.
 * @param thorough whether to look also at pools without a limit that had one
 */
async function loadRebalancedSnapshot(
  table: Table,
  conferenceId: string,
  thorough: boolean,
  deadline: number,
): Promise<CapacitySnapshot> {
  const snapshot = await loadCapacitySnapshot(table, conferenceId);
  const { conference, shardPlan, shards } = snapshot;
  const mayHaveLimits = thorough && conference.liftedPools !== undefined;
  const isBalanced = !mayHaveLimits && planPoolMoves(conference, shardPlan, shards).length === 0;
  return isBalanced ? snapshot : rebalancePools(table, conferenceId, deadline);
}

/**
 * Whether a pool needs no work: a full pool is closed, and a pool with free seats is open, because no one waits for it.
 */
const isPoolSettled = ({ isOpen, limit, taken }: PoolState) => isOpen === taken < limit;

/** As `listWantedPools`, from the index. */
const listPoolsWantedByRow = (conference: Conference, row: WaitingListRow): PoolName[][] =>
  row.seat === "waiting"
    ? [listSeatPools(conference, row)]
    : row.waitingFor.map((pool) => (listPoolLimits(conference).has(pool) ? [pool] : []));

/**
 * How often, and after which pauses in ms, the statistics are read until they count the seats that are taken. Together
 * they are longer than the second for which the dispatcher of the stream collects records.
 */
const [statisticsReads, statisticsPauseMs] = [30, 100];

/**
 * The seated composition, for a waiting list that is ordered by targets. The registrations that caused this pass are
 * counted first, because the stream may not have delivered them to the statistics yet. Others that changed meanwhile
 * are counted within about a second: until then the statistics differ from the taken seats.
 */
async function readSeatedComposition(
  table: Table,
  conference: Conference,
  { changed, taken }: { readonly changed: readonly string[]; readonly taken: number },
  deadline: number,
): Promise<SeatedCounts> {
  if (!getWaitingListTargets(conference)) return noSeatedCounts;
  await countRegistrations(table, conference.conferenceId, changed, deadline);
  for (let read = 1; ; read += 1) {
    const statistics = computeStatistics((await loadConferenceCounts(table, conference.conferenceId)).all);
    if (statistics.total.seated === taken || read >= statisticsReads) return toSeatedCounts(statistics);
    await sleep(statisticsPauseMs);
  }
}

/** Writes the changes of the rule one by one. If one is not written, the pass ends, because the order depends on it. */
async function giveSeats(
  store: CommandStore,
  snapshot: CapacitySnapshot,
  { waiting, seated }: { readonly waiting: readonly Registration[]; readonly seated: SeatedCounts },
  at: string,
  deadline: number,
): Promise<Pass> {
  const { conference, shards } = snapshot;
  const until = Math.min(deadline, Date.now() + leaseMs / 2);
  const served: string[] = [];
  let remaining = shards;
  let again = false;
  for (const change of serveWaitingList(conference, summarizePools(shards), waiting, at, seated)) {
    const result =
      Date.now() <= until
        ? await commit(store, { ...snapshot, shards: remaining }, change, { deadline, changeId: createId() })
        : undefined;
    again = result?.outcome !== "committed";
    if (result?.outcome !== "committed") break;
    remaining = applyClaims(remaining, result.claims);
    served.push(...change.registrations.map(({ after }) => after.registrationId));
  }
  // The next pass may come before the stream has delivered these to the statistics.
  if (getWaitingListTargets(conference)) await countRegistrations(store, conference.conferenceId, served, deadline);
  return { seated: served.length, again };
}

/**
 * Closes each pool that is full and that a waiting registration needs, and opens the others. A pool with a shard over
 * its limit stays closed, because the conditions of the shards do not keep the limit of the pool then.
 * @returns whether a seat came free meanwhile that a waiting registration could have
 */
async function openAndClosePools(
  table: Table,
  conferenceId: string,
  rows: readonly WaitingListRow[],
  served: readonly Registration[],
  deadline: number,
): Promise<boolean> {
  const delegationIds = [...new Set(toDelegationIds([...rows, ...served]))];
  const rebalanced = await loadRebalancedSnapshot(table, conferenceId, false, deadline);
  const { conference, shards } = await addDelegationPools(table, rebalanced, delegationIds);
  const servedIds = served.map(({ registrationId }) => registrationId);
  const stillWaiting = await loadWaitingRegistrations(table, servedIds);
  const others = rows.filter(({ registrationId }) => !servedIds.includes(registrationId));
  const pools = summarizePools(shards);
  const demand = assessPoolDemand(pools, [
    ...stillWaiting.flatMap((each) => listWantedPools(conference, each)),
    ...others.flatMap((row) => listPoolsWantedByRow(conference, row)),
  ]);
  for (const [pool, state] of pools) {
    const isWithinLimits = (shards.get(pool) ?? []).every(({ limit, taken }) => taken <= limit);
    const open = isWithinLimits && isPoolOpenToNewcomers(state, demand.get(pool) ?? "none");
    if (open !== state.isOpen) await setPoolOpen(table, conferenceId, shards, pool, open, deadline);
  }
  return [...demand.values()].includes("could-be-seated");
}
