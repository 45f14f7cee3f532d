import { type CapacitySnapshot, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { delegationPool, occupiedPools, type Pools, poolLimits, seatLimit } from "#shared/domain/seats.ts";
import { canBeSeated, listWantedPools, waitingSince } from "#shared/domain/waiting-list.ts";
import { type CountedRow, type Counts, countedRowOf, readCounts } from "./composition.ts";
import { delegationOf } from "./delegation-item.ts";
import { keys } from "./keys.ts";
import { proveComposition } from "./recount-composition.ts";
import { registrationOf } from "./registrations.ts";
import { everyItem } from "./scan.ts";
import { number, type Table, text } from "./table.ts";
import { personKey } from "./uniqueness-constraints.ts";

/** One shard as its counter says and as the rows say. */
export interface CountedShard {
  readonly pool: PoolName;
  readonly shard: number;
  readonly limit: number;
  readonly taken: number;
  readonly holders: number;
}

/** What the rows of a conference prove. */
export interface Recount {
  readonly conferenceId: string;
  readonly registrations: number;
  readonly shards: readonly CountedShard[];
  /** Seats above a limit: shown, and no fault by itself, for a lowered limit keeps everyone. */
  readonly overhang: number;
  /** Places that somebody in line could have now. */
  readonly freeWhileWaiting: number;
  /** Registrations that the statistics have yet to count as they are now. */
  readonly notYetCounted: number;
  /** Each difference in one sentence; none when the books are right. */
  readonly differences: readonly string[];
}

/**
 * Counts the seats of a conference from its rows and compares them with its pools: reads the whole table, so it is
 * a tool for the operator and never part of a request. On a system at work, counters read before and after the rows
 * must agree, else it counts again.
 * @throws Refusal `unknown-conference`
 */
export async function recount(table: Table, conferenceId: string): Promise<Recount> {
  for (;;) {
    const ids = (await rowsOf(table, conferenceId)).delegations.map(({ delegationId }) => delegationId);
    const before = await countersOf(table, conferenceId, ids);
    const rows = await rowsOf(table, conferenceId);
    const after = await countersOf(table, conferenceId, ids);
    if (rows.delegations.length === ids.length && asText(before) === asText(after)) return compare(after, rows);
  }
}

/** Everything that counts. */
interface Counters {
  readonly hall: CapacitySnapshot;
  readonly counts: Counts;
}

async function countersOf(table: Table, conferenceId: string, delegations: readonly string[]): Promise<Counters> {
  return {
    hall: await loadCapacitySnapshot(table, conferenceId, delegations),
    counts: await readCounts(table, conferenceId),
  };
}

const asText = ({ hall: { conference, shards }, counts }: Counters) =>
  JSON.stringify([
    conference,
    [...shards],
    [counts.all, counts.gone].map((tally) => [...tally].map(([cell, n]) => [cell, [...n]])),
  ]);

interface Rows {
  readonly registrations: readonly Registration[];
  readonly delegations: readonly Delegation[];
  /** Registration by the key of the guard that names it: of a person, or of a head of delegation. */
  readonly guards: ReadonlyMap<string, string>;
  /** How many places each pool's shards were given, by the key of its ledger. */
  readonly ledgers: ReadonlyMap<string, number>;
  readonly counted: ReadonlyMap<string, CountedRow>;
}

async function rowsOf(table: Table, conferenceId: string): Promise<Rows> {
  const items = await Array.fromAsync(everyItem(table));
  const of = (entity: string) => items.filter((item) => item["entity"]?.S === entity);
  const here = (each: { readonly conferenceId: string }) => each.conferenceId === conferenceId;
  const guards = [...of("person"), ...of("head")];
  return {
    registrations: of("registration").map(registrationOf).filter(here),
    delegations: of("delegation").map(delegationOf).filter(here),
    guards: new Map(guards.map((item) => [text(item, "PK"), text(item, "registrationId")])),
    ledgers: new Map(of("pool").map((item) => [text(item, "PK"), number(item, "allocated")])),
    counted: new Map(of("counted").map((item) => [text(item, "registrationId"), countedRowOf(item)])),
  };
}

function compare({ hall: { conference, shards: pools }, counts }: Counters, rows: Rows): Recount {
  const { registrations } = rows;
  const composition = proveComposition(counts, rows.counted, registrations);
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
    overhang: [...states.values()].reduce((sum, { limit, taken }) => sum + Math.max(0, taken - limit), 0),
    freeWhileWaiting: freeWhileWaiting(conference, states, registrations),
    notYetCounted: composition.onTheWay,
    differences: [
      ...composition.differences,
      ...counters(shards),
      ...limits(conference, states, rows),
      ...seats(conference, registrations),
      ...persons(rows),
      ...quotas(states, rows),
      ...heads(rows),
    ],
  };
}

const counters = (shards: readonly CountedShard[]) =>
  shards
    .filter(({ taken, holders }) => taken !== holders)
    .map(({ pool, shard, taken, holders }) => `${pool} shard ${shard} says ${taken} taken, the rows say ${holders}`);

/** The shards of a pool have together its limit, and its ledger says so. */
const limits = (conference: Conference, states: Pools, { ledgers }: Rows) =>
  [...poolLimits(conference)].flatMap(([pool, limit]) => {
    const given = states.get(pool)?.limit ?? 0;
    const ledger = ledgers.get(keys.pool(conference.conferenceId, pool).PK) ?? 0;
    return given === limit && ledger === limit
      ? []
      : [`${pool} has a limit of ${limit}, its shards together ${given}, its ledger says ${ledger}`];
  });

/** Each registration occupies exactly the pools that its seats call for. */
const seats = (conference: Conference, registrations: readonly Registration[]) =>
  registrations
    .filter(
      (each) =>
        Object.keys(each.shardAllocations).toSorted().join() !== occupiedPools(conference, each).toSorted().join(),
    )
    .map(({ registrationId }) => `registration ${registrationId} occupies other pools than its seats call for`);

/** Each live registration is guarded, by a guard that names it; nobody has two. */
const persons = ({ registrations, guards }: Rows) =>
  registrations
    .filter((each) => isLive(each) !== (guards.get(personKey(each).PK) === each.registrationId))
    .map(({ registrationId }) => `registration ${registrationId} and the guard of its person disagree`);

/** Each delegation's pool has its quota for a limit. */
const quotas = (states: Pools, { delegations }: Rows) =>
  delegations
    .filter((each) => states.get(delegationPool(each.delegationId))?.limit !== seatLimit(each))
    .map(({ delegationId }) => `the pool of delegation ${delegationId} has another limit than its quota`);

/** A delegation has one live head at most, and the guard names it. */
const heads = ({ registrations, delegations, guards }: Rows) =>
  delegations
    .filter(({ delegationId }) => {
      const its = registrations.filter((each) => each.delegationId === delegationId && isHead(each));
      return its.length > 1 || its[0]?.registrationId !== guards.get(keys.head(delegationId).PK);
    })
    .map(({ delegationId }) => `the head of delegation ${delegationId} and its guard disagree`);

const isHead = (each: Registration) => isLive(each) && each.role === "head-of-delegation";

/** How many in line could be seated now, if each came alone. */
function freeWhileWaiting(conference: Conference, states: Pools, registrations: readonly Registration[]): number {
  const waiting = registrations.filter((each) => waitingSince(each) !== undefined);
  return waiting.filter((each) => canBeSeated(states, listWantedPools(conference, each))).length;
}
