import { type CapacitySnapshot, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import {
  getSeatLimit,
  listOccupiedPools,
  listPoolLimits,
  type Pools,
  toDelegationPoolName,
} from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { canBeSeated, getWaitingSince, listWantedPools } from "#shared/capacity/waiting-list.rules.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { getNumber, getString, parseVersioned, scanItems, type Table } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { listHeadKeys, personKey } from "#shared/registrations/uniqueness-constraints.repository.ts";
import {
  type ConferenceCounts,
  type CountMarker,
  loadConferenceCounts,
  parseCountMarker,
} from "#shared/statistics/statistics.repository.ts";
import { verifyStatistics } from "./verify-statistics.ts";

/** A shard with its counter (`taken`) and the number of registrations that hold a seat in it (`holders`). */
export interface ShardReport {
  readonly pool: PoolName;
  readonly shard: number;
  readonly limit: number;
  readonly taken: number;
  readonly holders: number;
}

/** The counters of a conference, compared with its rows. */
export interface CounterReport {
  readonly conferenceId: string;
  readonly registrations: number;
  readonly shards: readonly ShardReport[];
  /** Seats above a limit. They are no fault by themselves: a lowered limit takes no seats away. */
  readonly seatsOverLimit: number;
  /** The number of people on the waiting list who could be seated now, each alone. */
  readonly seatsFreeWhileWaiting: number;
  /** Registrations whose current state is not in the statistics yet. */
  readonly pendingStatistics: number;
  /** Each difference in one sentence; empty if all counters are correct. */
  readonly differences: readonly string[];
}

/**
 * Counts the seats of a conference from its rows, and compares them with its pools. It scans the whole table, so it is
 * a tool for operators and never part of a request. On a running system it counts again until the counters before and
 * after the scan agree.
 * @throws DomainError `unknown-conference`
 */
export async function verifyCounters(table: Table, conferenceId: string): Promise<CounterReport> {
  for (;;) {
    const ids = (await loadConferenceRows(table, conferenceId)).delegations.map(({ delegationId }) => delegationId);
    const before = await loadCounterSnapshot(table, conferenceId, ids);
    const rows = await loadConferenceRows(table, conferenceId);
    const after = await loadCounterSnapshot(table, conferenceId, ids);
    if (rows.delegations.length === ids.length && serializeCounters(before) === serializeCounters(after))
      return buildCounterReport(after, rows);
  }
}

interface CounterSnapshot {
  readonly capacity: CapacitySnapshot;
  readonly statistics: ConferenceCounts;
}

async function loadCounterSnapshot(
  table: Table,
  conferenceId: string,
  delegations: readonly string[],
): Promise<CounterSnapshot> {
  return {
    capacity: await loadCapacitySnapshot(table, conferenceId, delegations),
    statistics: await loadConferenceCounts(table, conferenceId),
  };
}

const serializeCounters = ({ capacity: { conference, shards }, statistics }: CounterSnapshot) =>
  JSON.stringify([
    conference,
    [...shards],
    [statistics.all, statistics.removed].map((tally) => [...tally].map(([cell, n]) => [cell, [...n]])),
  ]);

interface ConferenceRows {
  readonly registrations: readonly Registration[];
  readonly delegations: readonly Delegation[];
  /** Registration ids by the keys of uniqueness constraints: of a person, or of a head of delegation. */
  readonly constraints: ReadonlyMap<string, string>;
  /** The sum of the limits of each pool's shards, by the key of the pool item. */
  readonly allocatedLimits: ReadonlyMap<string, number>;
  readonly countMarkers: ReadonlyMap<string, CountMarker>;
}

async function loadConferenceRows(table: Table, conferenceId: string): Promise<ConferenceRows> {
  const items = await Array.fromAsync(scanItems(table));
  const listByEntity = (entity: string) => items.filter((item) => item["entity"]?.S === entity);
  const isOfConference = (each: { readonly conferenceId: string }) => each.conferenceId === conferenceId;
  const constraints = [...listByEntity("person"), ...listByEntity("head-of-delegation")];
  return {
    registrations: listByEntity("registration")
      .map(parseVersioned<Registration>)
      .filter(isOfConference),
    delegations: listByEntity("delegation")
      .map(parseVersioned<Delegation>)
      .filter(isOfConference),
    constraints: new Map(constraints.map((item) => [getString(item, "PK"), getString(item, "registrationId")])),
    allocatedLimits: new Map(
      listByEntity("pool").map((item) => [getString(item, "PK"), getNumber(item, "allocatedLimit")]),
    ),
    countMarkers: new Map(
      listByEntity("count-marker").map((item) => [getString(item, "registrationId"), parseCountMarker(item)]),
    ),
  };
}

function buildCounterReport(
  { capacity: { conference, shards: pools }, statistics }: CounterSnapshot,
  rows: ConferenceRows,
): CounterReport {
  const { registrations } = rows;
  const counts = verifyStatistics(statistics, rows.countMarkers, registrations);
  const states = summarizePools(pools);
  const shards = [...pools].flatMap(([pool, all]) =>
    all.map(({ shard, limit, taken }) => {
      const holders = registrations.filter(({ shardAllocations }) => shardAllocations[pool] === shard).length;
      return { pool, shard, limit, taken, holders };
    }),
  );
  return {
    conferenceId: conference.conferenceId,
    registrations: registrations.length,
    shards,
    seatsOverLimit: [...states.values()].reduce((sum, { limit, taken }) => sum + Math.max(0, taken - limit), 0),
    seatsFreeWhileWaiting: countSeatsFreeWhileWaiting(conference, states, registrations),
    pendingStatistics: counts.pending,
    differences: [
      ...counts.differences,
      ...findShardDifferences(shards),
      ...findLimitDifferences(conference, states, rows),
      ...findOccupancyDifferences(conference, registrations),
      ...findPersonConstraintDifferences(rows),
      ...findQuotaDifferences(states, rows),
      ...findHeadConstraintDifferences(rows),
    ],
  };
}

const findShardDifferences = (shards: readonly ShardReport[]) =>
  shards
    .filter(({ taken, holders }) => taken !== holders)
    .map(({ pool, shard, taken, holders }) => `${pool} shard ${shard} says ${taken} taken, the rows say ${holders}`);

/** The limits of a pool's shards add up to the limit of the pool, and its item says so. */
const findLimitDifferences = (conference: Conference, states: Pools, { allocatedLimits }: ConferenceRows) =>
  [...listPoolLimits(conference)].flatMap(([pool, limit]) => {
    const total = states.get(pool)?.limit ?? 0;
    const allocated = allocatedLimits.get(keys.pool(conference.conferenceId, pool).PK) ?? 0;
    return total === limit && allocated === limit
      ? []
      : [`${pool} has a limit of ${limit}, its shards together ${total}, its item says ${allocated}`];
  });

/** Each registration occupies exactly the pools that its seats require. */
const findOccupancyDifferences = (conference: Conference, registrations: readonly Registration[]) =>
  registrations
    .filter(
      (each) =>
        Object.keys(each.shardAllocations).toSorted().join() !== listOccupiedPools(conference, each).toSorted().join(),
    )
    .map(({ registrationId }) => `registration ${registrationId} occupies other pools than its seats require`);

/**
 * Each live registration has a uniqueness constraint that names it, and no person has two. A nomination of a registered
 * person has none.
 */
const findPersonConstraintDifferences = ({ registrations, constraints }: ConferenceRows) =>
  registrations
    .filter((each) => (isLive(each) && !each.clash) !== (constraints.get(personKey(each).PK) === each.registrationId))
    .map(({ registrationId }) => `registration ${registrationId} and the uniqueness constraint of its person disagree`);

/** The limit of each delegation's pool is its quota. */
const findQuotaDifferences = (states: Pools, { delegations }: ConferenceRows) =>
  delegations
    .filter((each) => states.get(toDelegationPoolName(each.delegationId))?.limit !== getSeatLimit(each))
    .map(({ delegationId }) => `the pool of delegation ${delegationId} has another limit than its quota`);

/** A delegation, and a State, has at most one live head, and its uniqueness constraint names that head. */
function findHeadConstraintDifferences({ registrations, delegations, constraints }: ConferenceRows): string[] {
  const heads = new Map<string, string[]>(
    delegations.map(({ delegationId }) => [keys.headOfDelegation(delegationId).PK, []]),
  );
  for (const each of registrations.filter(isLive))
    for (const { PK } of listHeadKeys(each)) heads.set(PK, [...(heads.get(PK) ?? []), each.registrationId]);
  return [...heads]
    .filter(([key, holders]) => holders.length > 1 || holders[0] !== constraints.get(key))
    .map(([key]) => `the head of ${key.replace("#", " ").toLowerCase()} and its uniqueness constraint disagree`);
}

function countSeatsFreeWhileWaiting(
  conference: Conference,
  states: Pools,
  registrations: readonly Registration[],
): number {
  const waiting = registrations.filter((each) => getWaitingSince(each) !== undefined);
  return waiting.filter((each) => canBeSeated(states, listWantedPools(conference, each))).length;
}
