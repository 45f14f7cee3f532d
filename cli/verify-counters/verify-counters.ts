import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { groupShardsByPool } from "#shared/capacity/capacity-snapshot.ts";
import { listOccupiedPools } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import {
  canBeSeated,
  getWaitingSince,
  listWantedPools,
  toRegistrationListing,
} from "#shared/capacity/waiting-list.rules.ts";
import { storedDelegation } from "#shared/delegations/stored-delegation.contract.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getNumber, getString, type Item, scanItems, type Table } from "#shared/dynamodb/table.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName, PoolShards } from "#shared/model/seat.ts";
import { buildSearchKeys } from "#shared/search/search-terms.ts";
import { parseConferenceCounts } from "#shared/statistics/statistics.repository.ts";
import { describeIssue, guardCheck, type RowFinding, type SourceEntity, toUnreadableFinding } from "./finding.ts";
import { countHolders, countPlannedShards, resolveAllocations } from "./seat-allocations.ts";
import { mendableRegistration } from "./stored-rows.contract.ts";
import {
  type ConferenceRows,
  findLostDerivedRows,
  isPoolRowSound,
  type StoredRows,
  sortStoredRows,
  toOwnKey,
} from "./stored-rows.ts";
import { findDerivedRowDifferences } from "./verify-derived-rows.ts";
import { findPoolDifferences, findPoolsOverLimit, type PoolOverLimit } from "./verify-pools.ts";
import { findPresenceDifferences } from "./verify-presence.ts";
import { findSearchDifferences } from "./verify-search.ts";
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
  /**
   * The pools that seat more people than their limit. They are no difference by themselves, because a lowered limit
   * takes no seats away, and no repair takes a seat from a person: the secretariat decides.
   */
  readonly poolsOverLimit: readonly PoolOverLimit[];
  /** The people beyond the limits of these pools. */
  readonly seatsOverLimit: number;
  /** Whether a registration can't be read, so that more people may be over a limit. */
  readonly hasUnknownSeats: boolean;
  /** The number of people on the waiting list who could be seated now, each alone. */
  readonly seatsFreeWhileWaiting: number;
  /** Registrations whose current state is not in the statistics yet. */
  readonly pendingStatistics: number;
  /** Each difference, and how to mend it; empty if everything that follows from the rows agrees with them. */
  readonly findings: readonly RowFinding[];
  /** The texts of the findings. */
  readonly differences: readonly string[];
}

/** The reports of all conferences, and the rows that can't be read. */
export interface TableReport {
  readonly conferences: readonly CounterReport[];
  readonly unreadable: readonly RowFinding[];
}

/**
 * Compares everything that follows from the rows with the rows: counters, limits, uniqueness constraints, statistics,
 * lists of the gates and the search index.
 * @param items all items of a table at one moment
 * @param now in ms since 1970: a registration that is not counted or indexed long after its last change is a
 * difference. Without it, the time that consumers of the stream take does not count.
 * @param only the conference to report, in place of all
 */
export function verifyItems(items: Iterable<Item>, now?: number, only?: string): TableReport {
  const rows = sortStoredRows(items);
  const ids = [...rows.byConference.keys()].filter((id) => only === undefined || id === only);
  return checkConferences(ids, rows.unreadable, (id) =>
    buildCounterReport(requireRows(rows.byConference, id), id, now),
  );
}

/** How long a verification waits for a moment without writes, in ms. */
const quietTimeoutMs = 300_000;

/** The time between two scans of a table that is being written, in ms. */
const rescanDelayMs = 1_000;

/**
 * Verifies one conference of a table that may be written meanwhile. It scans the whole table, so it is a tool for
 * operators and never part of a request. It counts again until the counters before and after the scan agree, and
 * reports only differences that two scans find.
 * @throws DomainError `unknown-conference`
 * @throws Error if the table is written all the time
 */
export async function verifyCounters(table: Table, conferenceId: string): Promise<CounterReport> {
  const { conferences } = await verifyTable(table, conferenceId);
  const report = conferences.find((each) => each.conferenceId === conferenceId);
  if (!report) throw new DomainError("unknown-conference");
  return report;
}

/** As `verifyCounters`, by one scan: a difference may be a change that the scan met half written. */
export async function verifyOnce(table: Table, conferenceId: string): Promise<CounterReport> {
  const { conferences } = verifyItems(await scanQuietly(table, conferenceId), Date.now(), conferenceId);
  const report = conferences.find((each) => each.conferenceId === conferenceId);
  if (!report) throw new DomainError("unknown-conference");
  return report;
}

/** As `verifyCounters`, for all conferences, or for one and the rows that can't be read. */
export async function verifyTable(table: Table, conferenceId?: string): Promise<TableReport> {
  const verify = async () => verifyItems(await scanQuietly(table, conferenceId), Date.now(), conferenceId);
  const first = await verify();
  const texts = new Set(
    [first.unreadable, ...first.conferences.map(({ findings }) => findings)].flat().map(getFindingText),
  );
  if (texts.size === 0) return first;
  await sleep(rescanDelayMs);
  const second = await verify();
  const filterFindings = (findings: readonly RowFinding[]) => findings.filter(({ text }) => texts.has(text));
  return {
    unreadable: filterFindings(second.unreadable),
    conferences: second.conferences.map((report) => withFindings(report, filterFindings(report.findings))),
  };
}

const getFindingText = ({ text }: RowFinding) => text;

const withFindings = (report: Omit<CounterReport, "findings" | "differences">, findings: readonly RowFinding[]) => ({
  ...report,
  findings,
  differences: findings.map(getFindingText),
});

const isCounter = (item: Item): boolean => ["shard", "statistics", "conference"].includes(item["entity"]?.S ?? "");

/** All items of a table at a moment at which no counter of the conference, or of any, changed. */
async function scanQuietly(table: Table, conferenceId: string | undefined): Promise<Item[]> {
  const deadline = Date.now() + quietTimeoutMs;
  const listCounters = (items: readonly Item[]) =>
    items.filter((item) => {
      const [, owner] = getString(item, "PK").split("#");
      return isCounter(item) && (conferenceId === undefined || owner === conferenceId);
    });
  let counters = listCounters(await Array.fromAsync(scanItems(table)));
  while (Date.now() < deadline) {
    const before = await batchGetItems(table, counters.map(toOwnKey));
    const items = await Array.fromAsync(scanItems(table));
    const scanned = listCounters(items);
    const after = await batchGetItems(table, counters.map(toOwnKey));
    if (new Set([before, scanned, after].map(serializeItems)).size === 1) return items;
    counters = scanned;
  }
  throw new Error(
    `The table ${table.name} is written all the time, so a scan of it proves nothing. Restore it to a point in time and ` +
      "verify that table.",
  );
}

/** Items as one text, in the order of their keys, because DynamoDB returns them and their attributes in any order. */
const serializeItems = (items: readonly Item[]): string =>
  JSON.stringify(items.map((item) => JSON.stringify(Object.entries(item).toSorted(byName))).toSorted());

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/** The pools of a conference that disagree with its rows, or seat more people than their limit. */
export type PoolReport = Pick<CounterReport, "conferenceId" | "poolsOverLimit"> & {
  readonly findings: readonly RowFinding[];
};

/** The pools of all conferences, and the rows that can't be read. */
export interface PoolsReport {
  readonly conferences: readonly PoolReport[];
  readonly unreadable: readonly RowFinding[];
}

/**
 * Compares only the counters of all conferences, and the shards that their registrations name, with the rows.
 * @param items all items of a table at one moment
 */
export function verifyPools(items: Iterable<Item>): PoolsReport {
  const { byConference, unreadable } = sortStoredRows(items);
  return checkConferences(byConference.keys(), unreadable, (conferenceId): PoolReport => {
    const rows = requireRows(byConference, conferenceId);
    return {
      conferenceId,
      poolsOverLimit: findPoolsOverLimit(rows),
      findings: [...findPoolDifferences(rows, groupSoundShards(rows)), ...findOccupancyDifferences(rows)],
    };
  });
}

/** The results of a check of conferences. One that can't be checked is a finding, and does not stop the others. */
function checkConferences<Report>(
  conferenceIds: Iterable<string>,
  unreadable: readonly RowFinding[],
  check: (conferenceId: string) => Report,
) {
  const conferences: Report[] = [];
  const failed = [...conferenceIds].flatMap((conferenceId) =>
    guardCheck(describeConference(conferenceId), () => {
      conferences.push(check(conferenceId));
      return [];
    }),
  );
  return { conferences, unreadable: [...unreadable, ...failed] };
}

const describeConference = (conferenceId: string): string =>
  `what follows from item ${Object.values(keys.conference(conferenceId)).join(" ")}`;

/** The shards of the plan that have their numbers. */
const groupSoundShards = ({ items, shardPlan }: ConferenceRows): PoolShards => {
  const isPlanned = (item: Item) =>
    getNumber(item, "shard") < countPlannedShards(shardPlan, getString(item, "pool") as PoolName);
  return groupShardsByPool(
    items.filter((item) => item["entity"]?.S === "shard" && isPoolRowSound(item) && isPlanned(item)),
  );
};

function requireRows(byConference: StoredRows["byConference"], conferenceId: string): ConferenceRows {
  const rows = byConference.get(conferenceId);
  if (!rows) throw new DomainError("unknown-conference");
  return rows;
}

function buildCounterReport(rows: ConferenceRows, conferenceId: string, now: number | undefined): CounterReport {
  const [registrations, delegations] = [findUnsoundRegistrations(rows), findUnsoundDelegations(rows)];
  // One that the rules can't work with hides what follows from it, as one that can't be read does.
  const unreadableSources = new Set<SourceEntity>([
    ...rows.unreadableSources,
    ...(registrations.findings.length > 0 ? ["registration" as const] : []),
    ...(delegations.findings.length > 0 ? ["delegation" as const] : []),
  ]);
  const sound = { registrations: registrations.sound, delegations: delegations.sound };
  const checked: ConferenceRows = { ...rows, ...sound, unreadableSources };
  const pools = groupSoundShards(checked);
  const counts = parseConferenceCounts(checked.items.filter((item) => item["entity"]?.S === "statistics"));
  const statistics = verifyStatistics(counts, checked, now);
  const poolsOverLimit = findPoolsOverLimit(rows);
  const holders = countHolders(rows);
  const report = {
    conferenceId,
    registrations: rows.registrations.length,
    shards: [...pools].flatMap(([pool, all]) =>
      all.map(({ shard, limit, taken }) => ({
        ...{ pool, shard, limit, taken },
        holders: holders.get(pool)?.get(shard) ?? 0,
      })),
    ),
    poolsOverLimit,
    seatsOverLimit: poolsOverLimit.reduce((sum, { registrationIds }) => sum + registrationIds.length, 0),
    hasUnknownSeats: unreadableSources.has("registration"),
    seatsFreeWhileWaiting: countSeatsFreeWhileWaiting(checked, pools),
    pendingStatistics: statistics.pending,
  };
  return withFindings(report, [
    ...registrations.findings,
    ...delegations.findings,
    ...statistics.findings,
    ...findLostDerivedRows(checked),
    ...findPoolDifferences(rows, pools, holders),
    ...findOccupancyDifferences(checked),
    ...findDerivedRowDifferences(checked),
    ...findPresenceDifferences(checked),
    ...findSearchDifferences(checked, now),
  ]);
}

/**
 * Registrations that the rules can't work with, such as those of a category that the conference does not have, and those
 * that no function reads. Their seats are counted.
 */
function findUnsoundRegistrations({ conference, registrations }: ConferenceRows) {
  const sound: Registration[] = [];
  const findings = registrations.flatMap((registration) => {
    const key = keys.registration(registration.registrationId);
    const check = () => {
      const { error } = mendableRegistration.safeParse(registration);
      if (error) return [toUnreadableFinding(describeRegistration(registration), describeIssue(error), key)];
      listWantedPools(conference, registration);
      listOccupiedPools(conference, registration);
      toRegistrationListing(conference, registration);
      buildSearchKeys(registration);
      sound.push(registration);
      return [];
    };
    return guardCheck(describeRegistration(registration), check, key);
  });
  return { sound, findings };
}

const describeRegistration = ({ registrationId }: Registration): string => `registration ${registrationId}`;

/** Delegations that no function reads. Their pools are compared with their quotas. */
function findUnsoundDelegations({ delegations }: ConferenceRows) {
  const sound: Delegation[] = [];
  const findings = delegations.flatMap((delegation) => {
    const { error } = storedDelegation.safeParse(delegation);
    const { delegationId } = delegation;
    if (error)
      return [toUnreadableFinding(`delegation ${delegationId}`, describeIssue(error), keys.delegation(delegationId))];
    sound.push(delegation);
    return [];
  });
  return { sound, findings };
}

/** Each registration occupies exactly the pools that its seats require, in shards of the plan. */
const findOccupancyDifferences = (rows: ConferenceRows): RowFinding[] =>
  rows.registrations
    .filter((each) => !isDeepStrictEqual(each.shardAllocations, resolveAllocations(rows, each)))
    .map(({ registrationId }) => ({
      text: `registration ${registrationId} occupies other pools than its seats require`,
      mend: { kind: "allocation", registrationId },
    }));

function countSeatsFreeWhileWaiting({ conference, registrations }: ConferenceRows, pools: PoolShards): number {
  const states = summarizePools(pools);
  const waiting = registrations.filter((each) => getWaitingSince(each) !== undefined);
  const isKnown = (pool: PoolName) => states.has(pool);
  return waiting.filter((each) => {
    const wanted = listWantedPools(conference, each);
    return wanted.flat().every(isKnown) && canBeSeated(states, wanted);
  }).length;
}
