import {
  getSeatLimit,
  listOccupiedPools,
  listPoolLimits,
  listUnlimitedPools,
  toDelegationPoolName,
} from "#shared/capacity/seats.rules.ts";
import { sumLimits } from "#shared/capacity/shards.rules.ts";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getNumber } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName, PoolShards, Shard } from "#shared/model/seat.ts";
import type { RowFinding } from "./finding.ts";
import { type ConferenceRows, isPoolRowSound } from "./stored-rows.ts";

/** A pool as the conference or the delegation defines it. */
export interface PoolPlan {
  readonly pool: PoolName;
  /** `Infinity` for a pool without a limit. */
  readonly limit: number;
  readonly shards: number;
}

/** Every pool that the conference and its delegations define. The pool of a delegation has one shard and no ledger. */
export const listPoolPlans = ({
  conference,
  shardPlan,
  delegations,
}: Pick<ConferenceRows, "conference" | "shardPlan" | "delegations">): PoolPlan[] => [
  ...[...listPoolLimits(conference)].map(([pool, limit]) => ({ pool, limit, shards: shardPlan[pool] ?? 1 })),
  ...listUnlimitedPools(conference).map((pool) => ({
    pool,
    limit: Number.POSITIVE_INFINITY,
    shards: shardPlan[pool] ?? 1,
  })),
  ...delegations.map((each) => ({
    pool: toDelegationPoolName(each.delegationId),
    limit: getSeatLimit(each),
    shards: 1,
  })),
];

export const isPoolOfDelegation = (pool: PoolName): boolean => pool.startsWith("delegation:");

/** A pool that seats more people than its limit, whatever its counters say. */
export interface PoolOverLimit {
  readonly pool: PoolName;
  readonly limit: number;
  /** The people who hold a seat in it. */
  readonly holders: number;
  /** The registrations of those beyond the limit: the people who were seated last. */
  readonly registrationIds: readonly string[];
}

/** The pools that seat more people than their limit, counted from the registrations and the settings alone. */
export function findPoolsOverLimit(rows: ConferenceRows): PoolOverLimit[] {
  const seats = rows.registrations.flatMap((registration) =>
    listHeldPools(rows.conference, registration).map((pool) => ({
      pool,
      registrationId: registration.registrationId,
      since: getSeatedSince(registration, pool),
    })),
  );
  const holders = Map.groupBy(seats, ({ pool }) => pool);
  return listPoolPlans(rows).flatMap(({ pool, limit }) => {
    const all = holders.get(pool) ?? [];
    if (all.length <= limit) return [];
    const last = all.toSorted((a, b) => (a.since < b.since ? -1 : 1)).slice(limit);
    return [{ pool, limit, holders: all.length, registrationIds: last.map(({ registrationId }) => registrationId) }];
  });
}

/**
 * The pools in which a registration holds a seat: by its seats, and for one that the rules can't work with, by its row.
 */
function listHeldPools(conference: Conference, registration: Registration): readonly PoolName[] {
  try {
    return listOccupiedPools(conference, registration);
  } catch {
    return Object.keys(registration.shardAllocations) as PoolName[];
  }
}

function getSeatedSince({ seat, sessions, submittedAt }: Registration, pool: PoolName): string {
  const own = sessions.find(({ sessionId }) => pool === `session:${sessionId}`)?.seat ?? seat;
  return "since" in own ? own.since : submittedAt;
}

/** The number of registrations that hold a seat in each shard of a pool. */
export function countHolders({ registrations }: Pick<ConferenceRows, "registrations">, pool: PoolName) {
  const holders = new Map<number, number>();
  for (const { shardAllocations } of registrations) {
    const shard = shardAllocations[pool];
    if (shard !== undefined) holders.set(shard, (holders.get(shard) ?? 0) + 1);
  }
  return holders;
}

/**
 * Compares the pools with the rows: every shard counts its holders, every shard exists, and the limits of the shards of
 * a pool add up to its limit, which its ledger says too.
 */
export function findPoolDifferences(rows: ConferenceRows, pools: PoolShards): RowFinding[] {
  return listPoolPlans(rows).flatMap((plan) => findPlanDifferences(rows, pools, plan));
}

function findPlanDifferences(rows: ConferenceRows, pools: PoolShards, { pool, limit, shards }: PoolPlan): RowFinding[] {
  const found = pools.get(pool) ?? [];
  const holders = countHolders(rows, pool);
  const isUnlimited = !Number.isFinite(limit);
  const numbers = [...new Set([...Array(shards).keys(), ...found.map(({ shard }) => shard)])];
  const wrong = numbers.flatMap((number) => {
    const shard = found.find((each) => each.shard === number);
    const held = holders.get(number) ?? 0;
    // A pool without a limit has only the shards that have counted a seat.
    if (!shard && isUnlimited && held === 0) return [];
    if (!shard) return [`${pool} shard ${number} is missing or has no numbers, the rows say ${held} taken`];
    return shard.taken === held ? [] : [`${pool} shard ${number} says ${shard.taken} taken, the rows say ${held}`];
  });
  return [...wrong, ...findLimitDifferences(rows, found, { pool, limit })].map((text) => ({
    text,
    ...toPoolMend(rows, pool),
  }));
}

/**
 * Together, the shards have the limit of the pool, which its ledger says too; those of a pool without one have none.
 */
function findLimitDifferences(
  { conference, byKey }: ConferenceRows,
  found: readonly Shard[],
  { pool, limit }: Pick<PoolPlan, "pool" | "limit">,
): string[] {
  const isUnlimited = !Number.isFinite(limit);
  const limited = found.filter((each) => Number.isFinite(each.limit));
  const total = sumLimits(found);
  const isRight = isUnlimited ? limited.length === 0 : total === limit && limited.length === found.length;
  if (isPoolOfDelegation(pool))
    return isRight ? [] : [`the pool of ${pool.replace(":", " ")} has another limit than its quota`];
  const ledger = byKey.get(serializeKey(keys.pool(conference.conferenceId, pool)));
  const allocated = ledger && isPoolRowSound(ledger) ? getNumber(ledger, "allocatedLimit") : undefined;
  if (isRight && (isUnlimited ? (allocated ?? 0) === 0 : allocated === limit)) return [];
  const planned = isUnlimited ? "no limit" : `a limit of ${limit}`;
  return [
    `${pool} has ${planned}, its shards together ${Number.isFinite(total) ? total : "no limit"}, its item says ${allocated ?? "nothing"}`,
  ];
}

/** The seats of a registration that can't be read are unknown, and a repair could give them to others. */
const toPoolMend = ({ unreadableSources }: ConferenceRows, pool: PoolName): Omit<RowFinding, "text"> =>
  unreadableSources.has("registration")
    ? { refusal: "a registration can't be read, and its seats are unknown: bring it back from a backup first" }
    : { mend: { kind: "pool", pool } };
