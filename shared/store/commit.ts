import type { Put, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Change, Step } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import { NoPlace, type ShardClaim, seatClaims } from "./claims.ts";
import { digestOf, newId } from "./ids.ts";
import { journalItem, type Repeatable } from "./journal.ts";
import { type Key, keys } from "./keys.ts";
import { chooseShard, type PoolShards } from "./pools.ts";
import { registrationItem } from "./registration-item.ts";
import { BOOL, type Item, keyOf, N, S, type Table } from "./table.ts";
import { type Deadline, type FailedCondition, type Write, writeAll } from "./transaction.ts";

/** Why a change couldn't be written: each condition of the transaction by its meaning. */
export type CommitFailure = "repeated" | "changed-meanwhile" | "already-registered" | "pool-changed";

/** A change that was written: its steps with their new versions and places. */
export interface Committed {
  readonly outcome: "committed";
  readonly changeId: string;
  readonly steps: readonly Step[];
}

/** A change that wasn't, and why; `found` is the item that stood in its way. */
export interface NotCommitted {
  readonly outcome: CommitFailure;
  readonly found: Item | undefined;
}

export interface CommitOptions {
  readonly deadline: Deadline;
  /** The caller's key, if they sent one, and how to word the answer that is kept under it. */
  readonly repeatable?: Repeatable & { readonly answer: (steps: readonly Step[]) => unknown };
}

/**
 * Writes a Change in one transaction, and is the only code that writes a seat: registrations, the places they take
 * from or give back to each pool, the guard of each person, and the journal item. All of it, or nothing.
 *
 * @param pools the shards as read before the rule decided; one that has filled up since answers `pool-changed`
 * @throws Refusal `too-busy` when conflicts outlast the deadline
 */
export async function commit(
  table: Table,
  conference: Conference,
  pools: PoolShards,
  change: Change,
  { deadline, repeatable }: CommitOptions,
): Promise<Committed | NotCommitted> {
  const changeId = repeatable?.changeId ?? newId();
  const claims = drawClaims(conference, change, pools);
  if (!claims) return { outcome: "pool-changed", found: undefined };
  const steps = claims.steps.map((step) => nextVersion(step, changeId));
  const answer = repeatable && { ...repeatable, body: JSON.stringify(repeatable.answer(steps)) };
  const journal = journalItem({ ...change, steps }, changeId, answer);
  const writes: Write<CommitFailure>[] = [
    { item: putNew(table, journal, "ALL_OLD"), otherwise: "repeated" },
    ...steps.map((step) => registrationWrite(table, conference, step)),
    ...steps.flatMap((step) => personWrites(table, step)),
    ...claims.shards.map((claim) => shardWrite(table, change, claim)),
  ];
  const failure = await writeAll(table, writes, deadline);
  return outcomeOf(failure, changeId, steps, repeatable !== undefined);
}

function drawClaims(conference: Conference, change: Change, pools: PoolShards) {
  try {
    return seatClaims(conference, change.steps, pools, chooseShard);
  } catch (error) {
    if (error instanceof NoPlace) return undefined;
    throw error;
  }
}

/** A journal item of our own making that is there already: an earlier try was written, and its answer got lost. */
function outcomeOf(
  failure: FailedCondition<CommitFailure> | undefined,
  changeId: string,
  steps: readonly Step[],
  keyed: boolean,
): Committed | NotCommitted {
  const written = !failure || (failure.failed === "repeated" && !keyed);
  return written ? { outcome: "committed", changeId, steps } : { outcome: failure.failed, found: failure.found };
}

function nextVersion({ before, after }: Step, changeId: string): Step {
  const next = { ...after, version: (before?.version ?? 0) + 1, lastChange: changeId };
  return before ? { before, after: next } : { after: next };
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

const stillAtVersion = (version: number) => ({
  ConditionExpression: "version = :version",
  ExpressionAttributeValues: { ":version": N(version) },
});

function registrationWrite(table: Table, conference: Conference, { before, after }: Step): Write<CommitFailure> {
  const item = registrationItem(conference, after);
  const write = before
    ? { Put: { TableName: table.name, Item: item, ...stillAtVersion(before.version) } }
    : putNew(table, item);
  return { item: write, otherwise: "changed-meanwhile" };
}

/** The guard of a live registration's person: the address, in small letters. */
export function personKey({ conferenceId, person }: Pick<Registration, "conferenceId" | "person">): Key {
  return keys.person(conferenceId, digestOf(person.email.toLowerCase()));
}

/** The guards that a step sets or lifts: `guards(after) − guards(before)`. */
function personWrites(table: Table, { before, after }: Step): Write<CommitFailure>[] {
  const guarded = before && isLive(before) ? personKey(before) : undefined;
  const guards = isLive(after) ? personKey(after) : undefined;
  if (guarded?.PK === guards?.PK) return [];
  return [
    ...(guarded ? [{ item: liftGuard(table, guarded, after), otherwise: "changed-meanwhile" as const }] : []),
    ...(guards
      ? [{ item: putNew(table, guardItem(guards, after), "ALL_OLD"), otherwise: "already-registered" as const }]
      : []),
  ];
}

const guardItem = (key: Key, { registrationId }: Registration): Item => ({
  ...keyOf(key),
  entity: S("person"),
  registrationId: S(registrationId),
});

const liftGuard = ({ name }: Table, key: Key, { registrationId }: Registration): TransactWriteItem => ({
  Delete: {
    TableName: name,
    Key: keyOf(key),
    ConditionExpression: "registrationId = :registration",
    ExpressionAttributeValues: { ":registration": S(registrationId) },
  },
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
