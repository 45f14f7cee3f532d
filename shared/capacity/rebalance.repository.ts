import { Refusal } from "#shared/domain/refusal.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { poolLimits } from "#shared/domain/seats.ts";
import { keys } from "#shared/store/keys.ts";
import { BOOL, getItem, type Item, keyOf, N, number, S, type Table } from "#shared/store/table.ts";
import { type Deadline, type Write, writeAll } from "#shared/store/transaction.ts";
import { type CapacitySnapshot, loadCapacitySnapshot } from "./capacity-snapshot.ts";
import { type LimitMove, planRebalancing } from "./rebalancing.ts";
import type { Shard } from "./seat-allocation.ts";

/** A condition of a move failed: the conference, the pool's ledger or a shard has changed since it was read. */
type Stale = "stale";

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
 * @throws Refusal `too-busy` at the deadline
 */
export async function rebalancePools(
  table: Table,
  conferenceId: string,
  deadline: Deadline,
): Promise<CapacitySnapshot> {
  for (;;) {
    const snapshot = await loadCapacitySnapshot(table, conferenceId);
    let hasMoved = false;
    for (const [pool, limit] of poolLimits(snapshot.conference)) {
      const moves = planRebalancing(limit, snapshot.shardPlan[pool] ?? 1, snapshot.shards.get(pool) ?? []);
      if (moves.length === 0) continue;
      await rebalancePool(table, snapshot, pool, moves, deadline);
      hasMoved = true;
    }
    if (!hasMoved) return snapshot;
    if (Date.now() >= deadline) throw new Refusal("too-busy");
  }
}

/** Writes the moves, or those of them that are still valid when they are written. The caller reads the pools again. */
async function rebalancePool(
  table: Table,
  snapshot: CapacitySnapshot,
  pool: PoolName,
  moves: readonly LimitMove[],
  deadline: Deadline,
): Promise<void> {
  const ledger = await loadLedger(table, snapshot, pool);
  const allocated = (snapshot.shards.get(pool) ?? []).reduce((sum, { limit }) => sum + limit, 0);
  if (ledger.allocated !== allocated) return;
  const rebalancer = new PoolRebalancer(table, snapshot, pool, ledger);
  const isFinished = await rebalancer.moveTogether(moves, Math.min(deadline, Date.now() + togetherMs));
  if (!isFinished) await rebalancer.moveOneByOne(moves, deadline);
}

async function loadLedger(table: Table, { conference }: CapacitySnapshot, pool: PoolName): Promise<PoolLedger> {
  const item: Item = (await getItem(table, keys.pool(conference.conferenceId, pool))) ?? {};
  return { allocated: number(item, "allocated"), revision: number(item, "revision") };
}

/** Writes the limit moves of one pool. */
class PoolRebalancer {
  readonly #table: Table;
  readonly #snapshot: CapacitySnapshot;
  readonly #pool: PoolName;
  #ledger: PoolLedger;

  constructor(table: Table, snapshot: CapacitySnapshot, pool: PoolName, ledger: PoolLedger) {
    this.#table = table;
    this.#snapshot = snapshot;
    this.#pool = pool;
    this.#ledger = ledger;
  }

  /** @returns `false` if transaction conflicts with registrations lasted until the deadline */
  async moveTogether(moves: readonly LimitMove[], deadline: Deadline): Promise<boolean> {
    try {
      await this.#write(moves, deadline);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /** Lowers limits before it raises others, so that the pool has fewer seats in between, and never more. */
  async moveOneByOne(moves: readonly LimitMove[], deadline: Deadline): Promise<void> {
    const gain = ({ from = 0, to }: LimitMove) => to - from;
    for (const move of moves.toSorted((a, b) => gain(a) - gain(b))) {
      if (!(await this.#write([move], deadline))) return;
    }
  }

  /** @returns whether the moves were written; `false` if something has changed since it was read */
  async #write(moves: readonly LimitMove[], deadline: Deadline): Promise<boolean> {
    const next = {
      allocated: moves.reduce((sum, { from = 0, to }) => sum + to - from, this.#ledger.allocated),
      revision: this.#ledger.revision + 1,
    };
    const writes = [this.#checkConference(), this.#writeLedger(next), ...moves.map((move) => this.#writeShard(move))];
    const failure = await writeAll(this.#table, writes, deadline);
    if (failure) return false;
    this.#ledger = next;
    return true;
  }

  #checkConference(): Write<Stale> {
    const { conferenceId, version } = this.#snapshot.conference;
    const ConditionCheck = {
      TableName: this.#table.name,
      Key: keyOf(keys.conference(conferenceId)),
      ConditionExpression: "version = :version",
      ExpressionAttributeValues: { ":version": N(version) },
    };
    return { item: { ConditionCheck }, otherwise: "stale" };
  }

  #writeLedger({ allocated, revision }: PoolLedger): Write<Stale> {
    const isNew = this.#ledger.revision === 0;
    const Update = {
      TableName: this.#table.name,
      Key: keyOf(keys.pool(this.#snapshot.conference.conferenceId, this.#pool)),
      UpdateExpression: "SET allocated = :allocated, revision = :revision, entity = :entity",
      ConditionExpression: isNew ? "attribute_not_exists(PK)" : "revision = :before",
      ExpressionAttributeValues: {
        ":allocated": N(allocated),
        ":revision": N(revision),
        ":entity": S("pool"),
        ...(!isNew && { ":before": N(this.#ledger.revision) }),
      },
    };
    return { item: { Update }, otherwise: "stale" };
  }

  #writeShard(move: LimitMove): Write<Stale> {
    const Key = keyOf(keys.shard(this.#snapshot.conference.conferenceId, this.#pool, move.shard));
    const item = move.from === undefined ? this.#createShard(Key, move) : this.#moveLimit(Key, move, move.from);
    return { item, otherwise: "stale" };
  }

  #createShard(Key: Item, { shard, to, close }: LimitMove) {
    const others: readonly Shard[] = this.#snapshot.shards.get(this.#pool) ?? [];
    const open = !close && others.every((each) => each.open);
    const Item = { ...Key, entity: S("shard"), pool: S(this.#pool), shard: N(shard), limit: N(to), taken: N(0) };
    return {
      Put: {
        TableName: this.#table.name,
        Item: { ...Item, open: BOOL(open) },
        ConditionExpression: "attribute_not_exists(PK)",
      },
    };
  }

  #moveLimit(Key: Item, { to, bound, close }: LimitMove, from: number) {
    return {
      Update: {
        TableName: this.#table.name,
        Key,
        UpdateExpression: close ? "SET #limit = :to, #open = :closed" : "SET #limit = :to",
        ConditionExpression: `#limit = :from AND taken ${bound === "at-most" ? "<=" : ">="} :to`,
        ExpressionAttributeNames: { "#limit": "limit", ...(close && { "#open": "open" }) },
        ExpressionAttributeValues: { ":to": N(to), ":from": N(from), ...(close && { ":closed": BOOL(false) }) },
      },
    };
  }
}
