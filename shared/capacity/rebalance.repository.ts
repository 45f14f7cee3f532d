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
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PoolName, Shard } from "#shared/model/seat.ts";
import { type CapacitySnapshot, loadCapacitySnapshot } from "./capacity-snapshot.ts";
import { type LimitMove, planPoolMoves } from "./shards.rules.ts";

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
  for (;;) {
    const snapshot = await loadCapacitySnapshot(table, conferenceId);
    const plan = planPoolMoves(snapshot.conference, snapshot.shardPlan, snapshot.shards);
    if (plan.length === 0) return snapshot;
    for (const { pool, moves } of plan) await rebalancePool(table, snapshot, pool, moves, deadline);
    if (Date.now() >= deadline) throw new DomainError("too-busy");
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
  if (ledger.allocated !== shards.reduce((sum, { limit }) => sum + limit, 0)) return;
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

const gain = ({ from = 0, to }: LimitMove) => to - from;

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
  { shard, from, to, bound, close }: LimitMove,
): TransactWriteItem {
  const Key = toItemKey(key);
  if (from === undefined) {
    const open = BOOL(!close && others.every((each) => each.open));
    const Item = { ...Key, entity: S("shard"), pool: S(pool), shard: N(shard), limit: N(to), taken: N(0), open };
    return { Put: { TableName, Item, ...ifAbsent } };
  }
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
