import type { Put, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { CapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { allocateSeats, chooseShard, PoolExhausted, type ShardClaim } from "#shared/capacity/seat-allocation.ts";
import { publishSeatConflict } from "#shared/capacity/seat-conflict-events.ts";
import type { Change, RegistrationChange } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { keys } from "#shared/store/keys.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import { BOOL, type Item, keyOf, N, S, type Table } from "#shared/store/table.ts";
import { type Deadline, type Write, writeAll } from "#shared/store/transaction.ts";
import type { CommandStore, DerivedFailure } from "./command-store.ts";
import { type IdempotencyRecord, journalItem } from "./journal.ts";
import { registrationItem } from "./registration-item.ts";

/** Why a change was not written: the meaning of each condition of the transaction. */
export type CommitFailure = "repeated" | "pool-changed" | DerivedFailure;

/** A change that was written, with its new versions and shard allocations, and the shards that paid for its seats. */
export interface Committed {
  readonly outcome: "committed";
  readonly registrations: readonly RegistrationChange[];
  readonly delegation: Delegation | undefined;
  readonly claims: readonly ShardClaim[];
}

/** A change that was not written. `found` is the item that failed its condition, if the transaction returned it. */
export interface NotCommitted {
  readonly outcome: CommitFailure;
  readonly found: Item | undefined;
}

/** Words the response that is kept under an idempotency key. */
export type CreateResponse = (
  registrations: readonly RegistrationChange[],
  delegation: Delegation | undefined,
) => unknown;

export interface CommitOptions {
  readonly deadline: Deadline;
  /** The same for each attempt of one command: an attempt that was written without an answer is found under it. */
  readonly changeId: string;
  /** The caller's idempotency key, if the caller sent one. */
  readonly idempotency?: IdempotencyRecord & { readonly answer: CreateResponse };
}

/**
 * Writes a Change in one transaction: the journal item, the registrations, the derived writes of other subjects, and
 * the seats that the change takes from or gives back to each pool. Either all of it is written or nothing. No other
 * code writes seats.
 *
 * A transaction conflict at a shard is tried again at another shard of the same pool.
 * @param snapshot the pools as read before the rule decided; a pool that has no free seat any more fails with
 * `pool-changed`
 * @throws Refusal `too-busy` if conflicts last until the deadline
 */
export async function commit(
  store: CommandStore,
  { conference, shards }: Pick<CapacitySnapshot, "conference" | "shards">,
  change: Change,
  options: CommitOptions,
): Promise<Committed | NotCommitted> {
  const avoided = new Set<string>();
  const shardKey = (pool: string, shard: number) => `${pool} ${shard}`;
  let written: Committed = { outcome: "committed", registrations: [], delegation: undefined, claims: [] };
  let writesBeforeClaims = 0;

  const avoidConflicts = (conflicts: readonly number[]) => {
    for (const index of conflicts) {
      const claim = written.claims[index - writesBeforeClaims];
      if (!claim) continue;
      avoided.add(shardKey(claim.pool, claim.shard));
      publishSeatConflict({ conferenceId: change.conferenceId, pool: claim.pool, shard: claim.shard });
    }
  };

  const createTransaction = (conflicts: readonly number[]): Write<CommitFailure>[] => {
    avoidConflicts(conflicts);
    const { registrations, claims } = allocateSeats(conference, change.registrations, (pool) =>
      chooseShard(shards.get(pool) ?? [], change.admission, (shard) => avoided.has(shardKey(pool, shard))),
    );
    const next = createNextVersions(store, { ...change, registrations }, options.changeId);
    written = {
      outcome: "committed",
      registrations: next.registrations,
      delegation: next.delegation?.after,
      claims,
    };
    const writes = [
      writeJournal(store, next, options),
      ...next.registrations.map((registration) => writeRegistration(store, conference, registration, change.at)),
      ...store.derivedWrites.flatMap((derive) => derive(store, next)),
    ];
    writesBeforeClaims = writes.length;
    return [...writes, ...claims.map((claim) => writeClaim(store, change, claim))];
  };

  try {
    const failure = await writeAll(store, createTransaction, options.deadline);
    if (!failure) return written;
    // Without an idempotency key, only an earlier attempt of this command can have written this journal item.
    const isOwnAttempt = failure.failed === "repeated" && !options.idempotency && failure.found;
    return isOwnAttempt
      ? { ...written, registrations: await loadWritten(store, change) }
      : { outcome: failure.failed, found: failure.found };
  } catch (error) {
    if (error instanceof PoolExhausted) return { outcome: "pool-changed", found: undefined };
    throw error;
  }
}

/** The registrations as an earlier attempt has written them. */
async function loadWritten(table: Table, { registrations }: Change): Promise<RegistrationChange[]> {
  const found = await loadRegistrations(
    table,
    registrations.map(({ after }) => after.registrationId),
  );
  return registrations.map((each) => ({ ...each, after: found.get(each.after.registrationId) ?? each.after }));
}

/** The change with the next version of its registrations and its delegation. */
function createNextVersions({ deriveFields }: CommandStore, change: Change, changeId: string): Change {
  const registrations = change.registrations.map((each): RegistrationChange => {
    const version = (each.before?.version ?? 0) + 1;
    return { ...each, after: { ...each.after, ...deriveFields(each, change.at), version, lastChange: changeId } };
  });
  const { delegation } = change;
  if (!delegation) return { ...change, registrations };
  const after = { ...delegation.after, version: (delegation.before?.version ?? 0) + 1 };
  return { ...change, registrations, delegation: { ...delegation, after } };
}

function writeJournal({ name }: Table, change: Change, { changeId, idempotency }: CommitOptions): Write<CommitFailure> {
  const response = idempotency && {
    ...idempotency,
    body: JSON.stringify(idempotency.answer(change.registrations, change.delegation?.after)),
  };
  return { item: putNew(name, journalItem(change, changeId, response), "ALL_OLD"), otherwise: "repeated" };
}

const putNew = (
  TableName: string,
  Item: Item,
  onFailure: Put["ReturnValuesOnConditionCheckFailure"] = "NONE",
): TransactWriteItem => ({
  Put: {
    TableName,
    Item,
    ConditionExpression: "attribute_not_exists(PK)",
    ReturnValuesOnConditionCheckFailure: onFailure,
  },
});

function writeRegistration(
  { name }: Table,
  conference: Conference,
  { before, after }: RegistrationChange,
  at: string,
): Write<CommitFailure> {
  const Item = registrationItem(conference, after);
  if (!before) return { item: putNew(name, Item), otherwise: "changed-meanwhile" };
  // An offer may expire between the rule and this write.
  const acceptsOffer = before.seat.state === "offered" && after.seat.state === "held";
  const Put = {
    TableName: name,
    Item,
    ConditionExpression: acceptsOffer ? "version = :version AND seatUntil > :at" : "version = :version",
    ExpressionAttributeValues: { ":version": N(before.version), ...(acceptsOffer && { ":at": S(at) }) },
  };
  return { item: { Put }, otherwise: "changed-meanwhile" };
}

/** The public takes seats from open shards only, the waiting list also from closed ones. No shard exceeds its limit. */
const claimConditions = {
  public: { ConditionExpression: "taken < #limit AND #open = :open", names: { "#limit": "limit", "#open": "open" } },
  "waiting-list": { ConditionExpression: "taken < #limit", names: { "#limit": "limit" } },
} as const;

function writeClaim(
  { name }: Table,
  { conferenceId, admission }: Change,
  { pool, shard, take }: ShardClaim,
): Write<CommitFailure> {
  const Key = keyOf(keys.shard(conferenceId, pool, shard));
  const { ConditionExpression, names } = claimConditions[admission];
  const takeSeat = {
    UpdateExpression: "SET taken = taken + :one",
    ConditionExpression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ":one": N(1), ...(admission === "public" && { ":open": BOOL(true) }) },
  };
  const giveBack = {
    UpdateExpression: "SET taken = taken - :one",
    ConditionExpression: "taken >= :one",
    ExpressionAttributeValues: { ":one": N(1) },
  };
  const Update = { TableName: name, Key, ...(take === 1 ? takeSeat : giveBack) };
  return { item: { Update }, otherwise: "pool-changed" };
}
