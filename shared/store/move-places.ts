import { Refusal } from "#shared/domain/refusal.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { poolLimits } from "#shared/domain/seats.ts";
import { type Hall, loadHall } from "./halls.ts";
import { keys } from "./keys.ts";
import { type Move, movesTo } from "./moves.ts";
import type { Shard } from "./pools.ts";
import { BOOL, getItem, type Item, keyOf, N, number, S, type Table } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";

type Stale = "stale";

/** A pool with what its shards have been given in all, and how often places were moved. */
interface Ledger {
  readonly allocated: number;
  readonly moves: number;
}

/** For how long the moves of a pool are tried all at once, in ms, before they go shard by shard. */
const togetherMs = 150;

/**
 * Brings every pool of a conference to its limit and its number of shards, while registrations go on. Each
 * transaction moves places against the pool's ledger and the version of the conference, so that of many who do this
 * at once each sees the other's work, and the shards never have more places than the limit.
 * @returns the conference and its pools as they are then
 * @throws Refusal `too-busy` at the deadline
 */
export async function movePlaces(table: Table, conferenceId: string, deadline: Deadline): Promise<Hall> {
  for (;;) {
    const hall = await loadHall(table, conferenceId);
    let moved = false;
    for (const [pool, limit] of poolLimits(hall.conference)) {
      const moves = movesTo(limit, hall.layout[pool] ?? 1, hall.pools.get(pool) ?? []);
      if (moves.length === 0) continue;
      await movePool(table, hall, pool, moves, deadline);
      moved = true;
    }
    if (!moved) return hall;
    if (Date.now() >= deadline) throw new Refusal("too-busy");
  }
}

/** Makes the moves, or as many as are still right when they are written; whoever called looks again. */
async function movePool(table: Table, hall: Hall, pool: PoolName, moves: readonly Move[], deadline: Deadline) {
  const ledger = await loadLedger(table, hall, pool);
  const allocated = (hall.pools.get(pool) ?? []).reduce((sum, { limit }) => sum + limit, 0);
  if (ledger.allocated !== allocated) return;
  const mover = new Mover(table, hall, pool, ledger);
  const tried = await mover.together(moves, Math.min(deadline, Date.now() + togetherMs));
  if (!tried) await mover.oneByOne(moves, deadline);
}

async function loadLedger(table: Table, { conference }: Hall, pool: PoolName): Promise<Ledger> {
  const item: Item = (await getItem(table, keys.pool(conference.conferenceId, pool))) ?? {};
  return { allocated: number(item, "allocated"), moves: number(item, "moves") };
}

/** Moves the places of one pool. */
class Mover {
  readonly #table: Table;
  readonly #hall: Hall;
  readonly #pool: PoolName;
  #ledger: Ledger;

  constructor(table: Table, hall: Hall, pool: PoolName, ledger: Ledger) {
    this.#table = table;
    this.#hall = hall;
    this.#pool = pool;
    this.#ledger = ledger;
  }

  /** @returns whether it came to an end; not, when registrations were in the way all the time */
  async together(moves: readonly Move[], deadline: Deadline): Promise<boolean> {
    try {
      await this.#write(moves, deadline);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /** First what shards give up, then what others get: in between the pool has fewer places, and never more. */
  async oneByOne(moves: readonly Move[], deadline: Deadline): Promise<void> {
    const gain = ({ from = 0, to }: Move) => to - from;
    for (const move of moves.toSorted((a, b) => gain(a) - gain(b))) {
      if (!(await this.#write([move], deadline))) return;
    }
  }

  /** @returns whether it was written, and not overtaken */
  async #write(moves: readonly Move[], deadline: Deadline): Promise<boolean> {
    const next = {
      allocated: moves.reduce((sum, { from = 0, to }) => sum + to - from, this.#ledger.allocated),
      moves: this.#ledger.moves + 1,
    };
    const writes = [this.#stillConference(), this.#ledgerWrite(next), ...moves.map((move) => this.#shardWrite(move))];
    const failure = await writeAll(this.#table, writes, deadline);
    if (failure) return false;
    this.#ledger = next;
    return true;
  }

  #stillConference(): Write<Stale> {
    const { conferenceId, version } = this.#hall.conference;
    const ConditionCheck = {
      TableName: this.#table.name,
      Key: keyOf(keys.conference(conferenceId)),
      ConditionExpression: "version = :version",
      ExpressionAttributeValues: { ":version": N(version) },
    };
    return { item: { ConditionCheck }, otherwise: "stale" };
  }

  #ledgerWrite({ allocated, moves }: Ledger): Write<Stale> {
    const isNew = this.#ledger.moves === 0;
    const Update = {
      TableName: this.#table.name,
      Key: keyOf(keys.pool(this.#hall.conference.conferenceId, this.#pool)),
      UpdateExpression: "SET allocated = :allocated, moves = :moves, entity = :entity",
      ConditionExpression: isNew ? "attribute_not_exists(PK)" : "moves = :before",
      ExpressionAttributeValues: {
        ":allocated": N(allocated),
        ":moves": N(moves),
        ":entity": S("pool"),
        ...(!isNew && { ":before": N(this.#ledger.moves) }),
      },
    };
    return { item: { Update }, otherwise: "stale" };
  }

  #shardWrite(move: Move): Write<Stale> {
    const Key = keyOf(keys.shard(this.#hall.conference.conferenceId, this.#pool, move.shard));
    const item = move.from === undefined ? this.#newShard(Key, move) : this.#movedShard(Key, move, move.from);
    return { item, otherwise: "stale" };
  }

  #newShard(Key: Item, { shard, to, close }: Move) {
    const others: readonly Shard[] = this.#hall.pools.get(this.#pool) ?? [];
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

  #movedShard(Key: Item, { to, bound, close }: Move, from: number) {
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
