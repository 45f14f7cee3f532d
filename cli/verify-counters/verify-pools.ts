import { getSeatLimit, listPoolLimits, toDelegationPoolName } from "#shared/capacity/seats.rules.ts";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getNumber } from "#shared/dynamodb/table.ts";
import type { PoolName, PoolShards } from "#shared/model/seat.ts";
import type { RowFinding } from "./finding.ts";
import { type ConferenceRows, isPoolRowSound } from "./stored-rows.ts";

/** A pool as the conference or the delegation defines it. */
export interface PoolPlan {
  readonly pool: PoolName;
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
  ...delegations.map((each) => ({
    pool: toDelegationPoolName(each.delegationId),
    limit: getSeatLimit(each),
    shards: 1,
  })),
];

export const isPoolOfDelegation = (pool: PoolName): boolean => pool.startsWith("delegation:");

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
  const { conferenceId } = rows.conference;
  const found = pools.get(pool) ?? [];
  const holders = countHolders(rows, pool);
  const numbers = [...new Set([...Array(shards).keys(), ...found.map(({ shard }) => shard)])];
  const wrong = numbers.flatMap((number) => {
    const shard = found.find((each) => each.shard === number);
    const held = holders.get(number) ?? 0;
    if (!shard) return [`${pool} shard ${number} is missing or has no numbers, the rows say ${held} taken`];
    return shard.taken === held ? [] : [`${pool} shard ${number} says ${shard.taken} taken, the rows say ${held}`];
  });
  const total = found.reduce((sum, each) => sum + each.limit, 0);
  const ledger = rows.byKey.get(serializeKey(keys.pool(conferenceId, pool)));
  const allocated = ledger && isPoolRowSound(ledger) ? getNumber(ledger, "allocatedLimit") : undefined;
  const isLedgerRight = isPoolOfDelegation(pool) || allocated === limit;
  const limits =
    total === limit && isLedgerRight
      ? []
      : [
          isPoolOfDelegation(pool)
            ? `the pool of ${pool.replace(":", " ")} has another limit than its quota`
            : `${pool} has a limit of ${limit}, its shards together ${total}, its item says ${allocated ?? "nothing"}`,
        ];
  return [...wrong, ...limits].map((text) => ({ text, ...toPoolMend(rows, pool) }));
}

/** The seats of a registration that can't be read are unknown, and a repair could give them to others. */
const toPoolMend = ({ unreadableSources }: ConferenceRows, pool: PoolName): Omit<RowFinding, "text"> =>
  unreadableSources.has("registration")
    ? { refusal: "a registration can't be read, and its seats are unknown: bring it back from a backup first" }
    : { mend: { kind: "pool", pool } };
