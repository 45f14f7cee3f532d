import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { type Key, keys } from "#shared/dynamodb/keys.ts";
import {
  BOOL,
  type Deadline,
  getItem,
  getNumber,
  ifAbsent,
  ifVersion,
  N,
  pauseBeforeRetry,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PoolName, Shard } from "#shared/model/seat.ts";
import { addUnlimitedPools, type CapacitySnapshot, loadCapacitySnapshot } from "./capacity-snapshot.ts";
import { type LimitMove, planPoolMoves, sumLimits } from "./shards.rules.ts";

/** The sum of the limits of a pool's shards, and how often they were changed. */
interface PoolLedger {
  readonly allocated: number;
  readonly revision: number;
}

/** For how long all moves of a pool are tried in one transaction, in ms, before they are written one shard at a time. */
const togetherMs = 150;

/**
 * Brings every pool of a conference to its limit and its number of shards while registrations continue. Each
 * transaction checks the ledger of the pool and the version of the conference, so that concurrent runs see each
 * other's moves, and the limits of the shards never add up to more than the limit of the pool.
 * @returns the conference and its pools afterwards
 * @throws DomainError `too-busy` at the deadline
 */
export async function rebalancePools(
  table: Table,
  conferenceId: string,
  deadline: Deadline,
): Promise<CapacitySnapshot> {
  for (let attempt = 0; ; attempt += 1) {
    const limited = await loadCapacitySnapshot(table, conferenceId);
    const snapshot = await addUnlimitedPools(table, limited, limited.conference.liftedPools ?? []);
    const plan = planPoolMoves(snapshot.conference, snapshot.shardPlan, snapshot.shards);
    if (plan.length === 0) return limited;
    if (attempt > 0) await pauseBeforeRetry(attempt, deadline);
    for (const { pool, moves } of plan) await rebalancePool(table, snapshot, pool, moves, deadline);
  }
}

/**
 * Writes the moves of one pool in one transaction. If transaction conflicts with registrations last, it writes one shard
 * at a time, and lowers limits before it raises others, so that the pool has fewer seats in between, and never more. It
 * stops if something has changed since it was read, and the caller reads the pools again.
 */
async function rebalancePool(
  table: Table,
  snapshot: CapacitySnapshot,
  pool: PoolName,
  moves: readonly LimitMove[],
  deadline: Deadline,
): Promise<void> {
  const { conferenceId, version } = snapshot.conference;
  const shards = snapshot.shards.get(pool) ?? [];
  let ledger = await loadLedger(table, conferenceId, pool);
  if (ledger.allocated !== sumLimits(shards)) return;
  const write = async (written: readonly LimitMove[], until: Deadline): Promise<boolean> => {
    const next = {
      allocated: written.reduce((sum, move) => sum + gain(move), ledger.allocated),
      revision: ledger.revision + 1,
    };
    const Key = toItemKey(keys.conference(conferenceId));
    const items: TransactWriteItem[] = [
      { ConditionCheck: { TableName: table.name, Key, ...ifVersion(version) } },
      writeLedger(table, keys.pool(conferenceId, pool), ledger, next),
      ...written.map((move) => writeShard(table, keys.shard(conferenceId, pool, move.shard), pool, shards, move)),
    ];
    const writes = items.map((item) => ({ item, onConditionFailed: "changed-meanwhile" }));
    if (await writeTransaction(table, writes, until)) return false;
    ledger = next;
    return true;
  };
  try {
    await write(moves, Math.min(deadline, Date.now() + togetherMs));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    for (const move of moves.toSorted((a, b) => gain(a) - gain(b))) if (!(await write([move], deadline))) return;
  }
}

const isLifting = ({ to }: LimitMove) => !Number.isFinite(to);

/** The seats that a move adds to the limits of the shards together. */
const gain = (move: LimitMove) => (isLifting(move) ? 0 : move.to) - (move.from ?? 0);

/** The limit of a shard that is new or had none. From then on, no seat is counted in it without the limit. */
function setFirstLimit(pool: PoolName, others: readonly Shard[], { shard, to, bound, close }: LimitMove) {
  const isWithin = {
    "at-most": "(attribute_not_exists(taken) OR taken <= :to)",
    "at-least": to === 0 ? undefined : "taken >= :to",
  }[bound];
  return {
    UpdateExpression:
      "SET #limit = :to, taken = if_not_exists(taken, :none), entity = :entity, #pool = :pool, #shard = :shard, #open = :open",
    ConditionExpression: ["attribute_not_exists(#limit)", isWithin].filter(Boolean).join(" AND "),
    ExpressionAttributeNames: { "#limit": "limit", "#open": "open", "#pool": "pool", "#shard": "shard" },
    ExpressionAttributeValues: {
      ":to": N(to),
      ":none": N(0),
      ":entity": S("shard"),
      ":pool": S(pool),
      ":shard": N(shard),
      ":open": BOOL(!close && others.every((each) => each.open)),
    },
  };
}

const takeLimitAway = (from: number) => ({
  UpdateExpression: "SET #open = :open REMOVE #limit",
  ConditionExpression: "#limit = :from",
  ExpressionAttributeNames: { "#limit": "limit", "#open": "open" },
  ExpressionAttributeValues: { ":open": BOOL(true), ":from": N(from) },
});

async function loadLedger(table: Table, conferenceId: string, pool: PoolName): Promise<PoolLedger> {
  const item = (await getItem(table, keys.pool(conferenceId, pool))) ?? {};
  return { allocated: getNumber(item, "allocatedLimit"), revision: getNumber(item, "revision") };
}

function writeLedger({ name }: Table, key: Key, before: PoolLedger, { allocated, revision }: PoolLedger) {
  const isNew = before.revision === 0;
  return {
    Update: {
      TableName: name,
      Key: toItemKey(key),
      UpdateExpression: "SET allocatedLimit = :allocated, revision = :revision, entity = :entity",
      ConditionExpression: isNew ? ifAbsent.ConditionExpression : "revision = :before",
      ExpressionAttributeValues: {
        ":allocated": N(allocated),
        ":revision": N(revision),
        ":entity": S("pool"),
        ...(!isNew && { ":before": N(before.revision) }),
      },
    },
  };
}

function writeShard(
  { name: TableName }: Table,
  key: Key,
  pool: PoolName,
  others: readonly Shard[],
  move: LimitMove,
): TransactWriteItem {
  const { from, to, bound, close } = move;
  const Key = toItemKey(key);
  if (from === undefined) return { Update: { TableName, Key, ...setFirstLimit(pool, others, move) } };
  if (isLifting(move)) return { Update: { TableName, Key, ...takeLimitAway(from) } };
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression: close ? "SET #limit = :to, #open = :closed" : "SET #limit = :to",
      ConditionExpression: `#limit = :from AND taken ${bound === "at-most" ? "<=" : ">="} :to`,
      ExpressionAttributeNames: { "#limit": "limit", ...(close && { "#open": "open" }) },
      ExpressionAttributeValues: { ":to": N(to), ":from": N(from), ...(close && { ":closed": BOOL(false) }) },
    },
  };
}
