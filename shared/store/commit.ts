import type { Put, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Change, Step } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { badgeLives } from "#shared/domain/entry/badge.ts";
import { NoPlace, seatClaims } from "./claims.ts";
import { tellConflict } from "./conflicts.ts";
import { delegationWrites } from "./delegation-item.ts";
import { claimWrites } from "./document-claims.ts";
import { badgeWrites, doorWrites } from "./gate-rows.ts";
import { focalPointWrites, type GuardFailure, guardWrites } from "./guards.ts";
import { journalItem, type Repeatable } from "./journal.ts";
import { keys } from "./keys.ts";
import { chooseShard, type PoolShards, type ShardClaim } from "./pools.ts";
import { registrationItem } from "./registration-item.ts";
import { loadRegistrations } from "./registrations.ts";
import { BOOL, type Item, keyOf, N, S, type Table } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";
import { visaLetterWrites } from "./visa-letters.ts";

/** Why a change couldn't be written: each condition of the transaction by its meaning. */
export type CommitFailure = "repeated" | "pool-changed" | GuardFailure;

/** A change that was written: its steps with their new versions and places, and the shards that paid for them. */
export interface Committed {
  readonly outcome: "committed";
  readonly steps: readonly Step[];
  readonly delegation: Delegation | undefined;
  readonly claims: readonly ShardClaim[];
}

/** A change that wasn't, and why; `found` is the item that stood in its way. */
export interface NotCommitted {
  readonly outcome: CommitFailure;
  readonly found: Item | undefined;
}

export interface CommitOptions {
  readonly deadline: Deadline;
  /** The same for each try of one command: a try whose answer got lost is found under it. */
  readonly changeId: string;
  /** The caller's key, if they sent one, and how to word the answer that is kept under it. */
  readonly repeatable?: Repeatable & { readonly answer: (steps: readonly Step[], delegation?: Delegation) => unknown };
}

/**
 * Writes a Change in one transaction, and is the only code that writes a seat: registrations, the places they take
 * from or give back to each pool, the guards of persons and heads, a delegation with its members, the badges as gates
 * know them, and the journal item. All of it, or nothing.
 *
 * @param pools the shards as read before the rule decided; one that has filled up since answers `pool-changed`
 * @throws Refusal `too-busy` when conflicts outlast the deadline
 */
export async function commit(
  table: Table,
  conference: Conference,
  pools: PoolShards,
  change: Change,
  options: CommitOptions,
): Promise<Committed | NotCommitted> {
  const attempt = new Attempt(table, conference, pools, change, options);
  try {
    const failure = await writeAll(table, (met) => attempt.next(met), options.deadline);
    if (!failure) return attempt.written;
    return failure.failed === "repeated" && isOurs(failure.found, options)
      ? { ...attempt.written, steps: await stepsAsWritten(table, change) }
      : { outcome: failure.failed, found: failure.found };
  } catch (error) {
    if (error instanceof NoPlace) return { outcome: "pool-changed", found: undefined };
    throw error;
  }
}

/** A journal item without a caller's key is of our own making: an earlier try was written, and its answer got lost. */
const isOurs = (found: Item | undefined, { repeatable }: CommitOptions) => !repeatable && found !== undefined;

/** The steps with their registrations as the earlier try wrote them. */
async function stepsAsWritten(table: Table, { steps }: Change): Promise<Step[]> {
  const found = await loadRegistrations(
    table,
    steps.map(({ after }) => after.registrationId),
  );
  return steps.map((step) => ({ ...step, after: found.get(step.after.registrationId) ?? step.after }));
}

/** One change on its way: each try takes its places anew, where it met nobody. */
class Attempt {
  readonly #table: Table;
  readonly #conference: Conference;
  readonly #pools: PoolShards;
  readonly #change: Change;
  readonly #options: CommitOptions;
  readonly #avoid = new Set<string>();
  #fixed = 0;
  written: Committed = { outcome: "committed", steps: [], delegation: undefined, claims: [] };

  constructor(table: Table, conference: Conference, pools: PoolShards, change: Change, options: CommitOptions) {
    this.#table = table;
    this.#conference = conference;
    this.#pools = pools;
    this.#change = change;
    this.#options = options;
  }

  /** @throws NoPlace */
  next(met: readonly number[]): Write<CommitFailure>[] {
    for (const index of met) {
      const claim = this.written.claims[index - this.#fixed];
      if (!claim) continue;
      this.#avoid.add(`${claim.pool} ${claim.shard}`);
      tellConflict({ conferenceId: this.#change.conferenceId, pool: claim.pool, shard: claim.shard });
    }
    const claims = seatClaims(this.#conference, this.#change.steps, (pool) =>
      chooseShard(this.#pools.get(pool) ?? [], this.#change.door, (shard) => this.#avoid.has(`${pool} ${shard}`)),
    );
    const steps = claims.steps.map((step) => nextVersion(step, this.#options.changeId, this.#change.at));
    this.written = { outcome: "committed", steps, delegation: changedDelegation(this.#change), claims: claims.shards };
    const fixed = this.#fixedWrites(steps);
    this.#fixed = fixed.length;
    return [...fixed, ...claims.shards.map((claim) => shardWrite(this.#table, this.#change, claim))];
  }

  /** All but the seats: the journal, the registrations, and the guards of their persons. */
  #fixedWrites(steps: readonly Step[]): Write<CommitFailure>[] {
    const { repeatable, changeId } = this.#options;
    const answer = repeatable && {
      ...repeatable,
      body: JSON.stringify(repeatable.answer(steps, this.written.delegation)),
    };
    const journal = journalItem({ ...this.#change, steps }, changeId, answer);
    return [
      { item: putNew(this.#table, journal, "ALL_OLD"), otherwise: "repeated" },
      ...steps.map((step) => registrationWrite(this.#table, this.#conference, step, this.#change.at)),
      ...delegationWrites(this.#table, this.#change.delegation?.before, this.written.delegation),
      ...focalPointWrites(this.#table, this.#change),
      ...doorWrites(this.#table, this.#change),
      ...(this.#change.outside ?? []).map((id) => stillOutside(this.#table, this.#change, id)),
      ...guardWrites(this.#table, steps),
      ...claimWrites(this.#table, steps),
      ...badgeWrites(this.#table, steps),
      ...visaLetterWrites(this.#table, steps),
    ];
  }
}

function nextVersion({ before, after }: Step, changeId: string, at: string): Step {
  const lives = badgeLives(before, after, at);
  const badges = lives.length > 0 && { badgeLives: lives };
  const next = { ...after, ...badges, version: (before?.version ?? 0) + 1, lastChange: changeId };
  return before ? { before, after: next } : { after: next };
}

/** The delegation as it is written, with its new version. */
function changedDelegation({ delegation }: Change): Delegation | undefined {
  return delegation && { ...delegation.after, version: (delegation.before?.version ?? 0) + 1 };
}

const putNew = (
  { name }: Table,
  item: Item,
  onFailure: Put["ReturnValuesOnConditionCheckFailure"] = "NONE",
): TransactWriteItem => ({
  Put: {
    TableName: name,
    Item: item,
    ConditionExpression: "attribute_not_exists(PK)",
    ReturnValuesOnConditionCheckFailure: onFailure,
  },
});

/** An offer is taken up only before it ends, whatever became of it since it was read. */
function stillStands({ before, after }: Step, at: string) {
  const takesOffer = before?.seat.state === "offered" && after.seat.state === "held";
  const values = { ":version": N(before?.version ?? 0) };
  return takesOffer
    ? {
        ConditionExpression: "version = :version AND seatUntil > :at",
        ExpressionAttributeValues: { ...values, ":at": S(at) },
      }
    : { ConditionExpression: "version = :version", ExpressionAttributeValues: values };
}

function registrationWrite(table: Table, conference: Conference, step: Step, at: string): Write<CommitFailure> {
  const item = registrationItem(conference, step.after);
  const write = step.before
    ? { Put: { TableName: table.name, Item: item, ...stillStands(step, at) } }
    : putNew(table, item);
  return { item: write, otherwise: "changed-meanwhile" };
}

/** Whoever is replaced must not be inside: a gate's scan and this change can't both be right. */
const stillOutside = ({ name }: Table, { conferenceId }: Change, registrationId: string): Write<CommitFailure> => ({
  item: {
    ConditionCheck: {
      TableName: name,
      Key: keyOf(keys.presence(conferenceId, registrationId, "venue")),
      ConditionExpression: "attribute_not_exists(PK) OR inside = :no",
      ExpressionAttributeValues: { ":no": BOOL(false) },
    },
  },
  otherwise: "changed-meanwhile",
});

/** Newcomers take from an open shard only; the line's first also from a closed one. Nobody takes beyond its limit. */
const place = {
  newcomers: { ConditionExpression: "taken < #limit AND #open = :open", names: { "#limit": "limit", "#open": "open" } },
  line: { ConditionExpression: "taken < #limit", names: { "#limit": "limit" } },
} as const;

function shardWrite(
  { name }: Table,
  { conferenceId, door }: Change,
  { pool, shard, take }: ShardClaim,
): Write<CommitFailure> {
  const Key = keyOf(keys.shard(conferenceId, pool, shard));
  const { ConditionExpression, names } = place[door];
  const taking = {
    UpdateExpression: "SET taken = taken + :one",
    ConditionExpression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ":one": N(1), ...(door === "newcomers" && { ":open": BOOL(true) }) },
  };
  const givingBack = {
    UpdateExpression: "SET taken = taken - :one",
    ConditionExpression: "taken >= :one",
    ExpressionAttributeValues: { ":one": N(1) },
  };
  const Update = { TableName: name, Key, ...(take === 1 ? taking : givingBack) };
  return { item: { Update }, otherwise: "pool-changed" };
}
