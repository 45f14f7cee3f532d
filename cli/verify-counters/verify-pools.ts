import {
  getSeatLimit,
  listPoolLimits,
  listUnlimitedPools,
  toDelegationPoolName,
} from "#shared/capacity/seats.rules.ts";
import { sumLimits } from "#shared/capacity/shards.rules.ts";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getNumber, type Item } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isDelegationPool, type PoolName, type PoolShards, type Shard } from "#shared/model/seat.ts";
import { guardCheck, mendIfSourcesAreRead, type RowFinding } from "./finding.ts";
import { countHolders, countPlannedShards, type HolderCounts, listHeldPools, namesShard } from "./seat-allocations.ts";
import { type ConferenceRows, hasPoolNumbers, isPoolRowSound, toOwnKey } from "./stored-rows.ts";

/** A pool as the conference or the delegation defines it. */
export interface PoolPlan {
  readonly pool: PoolName;
  /** `Infinity` for a pool without a limit. */
  readonly limit: number;
  readonly shards: number;
}

/** Every pool that the conference and its delegations define. The pool of a delegation has one shard and no ledger. */
export function listPoolPlans({
  conference,
  shardPlan,
  delegations,
}: Pick<ConferenceRows, "conference" | "shardPlan" | "delegations">): PoolPlan[] {
  const limits: (readonly [PoolName, number])[] = [
    ...listPoolLimits(conference),
    ...listUnlimitedPools(conference).map((pool) => [pool, Number.POSITIVE_INFINITY] as const),
    ...delegations.map((each) => [toDelegationPoolName(each.delegationId), getSeatLimit(each)] as const),
  ];
  return limits.map(([pool, limit]) => ({ pool, limit, shards: countPlannedShards(shardPlan, pool) }));
}

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

function getSeatedSince({ seat, sessions, submittedAt }: Registration, pool: PoolName): string {
  const own = sessions.find(({ sessionId }) => pool === `session:${sessionId}`)?.seat ?? seat;
  return "since" in own ? own.since : submittedAt;
}

/**
 * Compares the pools with the rows: every shard counts its holders, every shard of the plan exists and no other, and the
 * limits of the shards of a pool add up to its limit, which its ledger says too.
 * @param pools the shards of the plan that have their numbers
 */
export function findPoolDifferences(rows: ConferenceRows, pools: PoolShards, holders = countHolders(rows)) {
  const plans = listPoolPlans(rows);
  return [
    ...plans.flatMap((plan) =>
      guardCheck(`the pool ${plan.pool}`, () => findPlanDifferences(rows, pools, plan, holders)),
    ),
    ...findUnplannedShards(rows, plans),
  ];
}

function findPlanDifferences(
  rows: ConferenceRows,
  pools: PoolShards,
  { pool, limit, shards }: PoolPlan,
  holders: HolderCounts,
): RowFinding[] {
  const found = pools.get(pool) ?? [];
  const isUnlimited = !Number.isFinite(limit);
  const wrong = [...Array(shards).keys()].flatMap((number) => {
    const shard = found.find((each) => each.shard === number);
    const held = holders.get(pool)?.get(number) ?? 0;
    // A pool without a limit has only the shards that have counted a seat.
    if (!shard && isUnlimited && held === 0) return [];
    if (!shard) {
      const item = rows.byKey.get(serializeKey(keys.shard(rows.conference.conferenceId, pool, number)));
      return [`${pool} shard ${number} ${describeShardFault(item)}, the rows say ${held} taken`];
    }
    return shard.taken === held ? [] : [`${pool} shard ${number} says ${shard.taken} taken, the rows say ${held}`];
  });
  return [...wrong, ...findLimitDifferences(rows, found, { pool, limit })].map((text) => ({
    text,
    ...toPoolMend(rows, pool),
  }));
}

/** What is wrong with a shard that is not counted. */
function describeShardFault(item: Item | undefined): string {
  if (!item) return "is missing";
  if (hasPoolNumbers(item)) return `names shard ${item["shard"]?.N ?? "none"} of ${item["pool"]?.S ?? "no pool"}`;
  const describe = (name: string) => `${name} ${item[name]?.N ?? "no number"}`;
  return `is damaged (${[describe("taken"), ...(item["limit"] ? [describe("limit")] : [])].join(", ")})`;
}

/**
 * The shards beyond the plan of their pool. The system reads none of them. One that a registration names stays until its
 * allocation is mended.
 */
function findUnplannedShards(rows: ConferenceRows, plans: readonly PoolPlan[]): RowFinding[] {
  const { conferenceId } = rows.conference;
  const prefix = keys.shard(conferenceId, "venue", 0).PK.replace("venue#0", "");
  const planned = new Map<string, number>(plans.map(({ pool, shards }) => [pool, shards]));
  return rows.items.flatMap((seen) => {
    const { PK, SK } = toOwnKey(seen);
    if (SK !== "SHARD" || !PK.startsWith(prefix)) return [];
    const [, pool = "", number = ""] = /^(.*)#([^#]*)$/.exec(PK.slice(prefix.length)) ?? [];
    const shards = planned.get(pool);
    if (shards === undefined || isPlannedNumber(number, shards)) return [];
    if (rows.registrations.some((each) => namesShard(each, pool as PoolName, Number(number)))) return [];
    const text = `${pool} has ${shards} shards, and shard ${number} beyond them counts no one`;
    return [{ text, ...mendIfSourcesAreRead(rows, ["registration"], { kind: "extra-row", seen }) }];
  });
}

const isPlannedNumber = (number: string, shards: number): boolean =>
  /^(0|[1-9]\d*)$/.test(number) && Number(number) < shards;

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
  if (isDelegationPool(pool))
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
