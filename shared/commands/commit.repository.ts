import type { CapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { assertGivesNoSeatAfterEnd } from "#shared/capacity/seats.rules.ts";
import { allocateSeats, chooseClaim, PoolExhausted } from "#shared/capacity/shards.rules.ts";
import { toRegistrationListing } from "#shared/capacity/waiting-list.rules.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import {
  BOOL,
  type Deadline,
  type Item,
  ifAbsent,
  ifVersion,
  N,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { ShardClaim } from "#shared/model/seat.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { addDefaultAccess } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations, toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import type { CommandStore, DerivedFailure } from "./command-store.ts";
import { type IdempotencyRecord, toJournalItem } from "./journal.ts";
import { type SeatConflict, seatConflicts } from "./seat-conflict.ts";

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

export interface CommitOptions {
  readonly deadline: Deadline;
  /** The same for each attempt of one command: an attempt that was written without an answer is found under it. */
  readonly changeId: string;
  /** Writes beside those of the change, which take no seat. */
  readonly besides?: readonly TransactionWrite<CommitFailure>[];
  /** The caller's idempotency key, if the caller sent one. */
  readonly idempotency?: IdempotencyRecord & {
    /** Creates the response that is stored under the key. */
    readonly answer: (registrations: readonly RegistrationChange[], delegation: Delegation | undefined) => unknown;
  };
}

/**
 * Writes a Change in one transaction: the journal item, the registrations, the derived writes of other subjects, and
 * the seats that the change takes from or gives back to each pool. Either all of it is written or nothing. No other
 * code writes seats.
 *
 * A transaction conflict at a shard is tried again at another shard of the same pool.
 * @param snapshot the pools as read before the rule decided; a pool that has no free seat any more fails with
 * `pool-changed`
 * @throws DomainError `conference-over` for a change that gives a seat after the end of the conference; `too-busy` if
 * conflicts last until the deadline
 */
export async function commit(
  store: CommandStore,
  snapshot: CapacitySnapshot,
  change: Change,
  options: CommitOptions,
): Promise<Committed | NotCommitted> {
  const { conference } = snapshot;
  assertGivesNoSeatAfterEnd(conference, change);
  const avoided = new Set<string>();
  const shardKey = (pool: string, shard: number) => `${pool} ${shard}`;
  let written: Committed = { outcome: "committed", registrations: [], delegation: undefined, claims: [] };
  let writesBeforeClaims = 0;

  const avoidConflicts = (conflicts: readonly number[]) => {
    for (const index of conflicts) {
      const claim = written.claims[index - writesBeforeClaims];
      if (!claim) continue;
      avoided.add(shardKey(claim.pool, claim.shard));
      seatConflicts.publish({
        conferenceId: change.conferenceId,
        pool: claim.pool,
        shard: claim.shard,
      } satisfies SeatConflict);
    }
  };

  const createTransaction = (conflicts: readonly number[]): TransactionWrite<CommitFailure>[] => {
    avoidConflicts(conflicts);
    const { registrations, claims } = allocateSeats(conference, change.registrations, (pool) =>
      chooseClaim(snapshot, pool, change.admission, Math.random(), (of, shard) => avoided.has(shardKey(of, shard))),
    );
    const next = createNextVersions(store, conference, { ...change, registrations }, options.changeId);
    written = {
      outcome: "committed",
      registrations: next.registrations,
      delegation: next.delegation?.after,
      claims,
    };
    const writes = [
      writeJournal(store, next, options),
      ...writeIdempotencyClaim(store, options.idempotency, change.at),
      ...next.registrations.map((registration) => writeRegistration(store, conference, registration, change.at)),
      ...store.derivedWrites.flatMap((derive) => derive(store, next, conference)),
      ...(options.besides ?? []),
    ];
    writesBeforeClaims = writes.length;
    return [...writes, ...claims.map((claim) => writeClaim(store, change, claim))];
  };

  try {
    const failure = await writeTransaction(store, createTransaction, options.deadline);
    if (!failure) return written;
    // Without an idempotency key, only an earlier attempt of this command can have written this journal item.
    const isOwnAttempt = failure.failed === "repeated" && !options.idempotency && failure.existingItem;
    return isOwnAttempt
      ? { ...written, registrations: await loadWritten(store, change) }
      : { outcome: failure.failed, found: failure.existingItem };
  } catch (error) {
    if (error instanceof PoolExhausted) return { outcome: "pool-changed", found: undefined };
    throw error;
  }
}

/** The registrations as an earlier attempt has written them. */
async function loadWritten(table: Table, { registrations }: Change): Promise<RegistrationChange[]> {
  const ids = registrations.map(({ after }) => after.registrationId);
  const found = await loadRegistrations(table, ids);
  return registrations.map((each) => ({ ...each, after: found.get(each.after.registrationId) ?? each.after }));
}

/** The change with the next version of its registrations and its delegation, and the limits of the badges that it issues. */
function createNextVersions(
  { deriveFields }: CommandStore,
  conference: Conference,
  change: Change,
  changeId: string,
): Change {
  const registrations = change.registrations.map((each): RegistrationChange => {
    const version = (each.before?.version ?? 0) + 1;
    const { after } = addDefaultAccess(conference, each);
    return {
      ...each,
      after: { ...after, ...deriveFields({ ...each, after }, change.at), version, lastChange: changeId },
    };
  });
  const { delegation } = change;
  if (!delegation) return { ...change, registrations };
  const after = { ...delegation.after, version: (delegation.before?.version ?? 0) + 1 };
  return { ...change, registrations, delegation: { ...delegation, after } };
}

function writeJournal(
  { name }: Table,
  change: Change,
  { changeId, idempotency }: CommitOptions,
): TransactionWrite<CommitFailure> {
  const response = idempotency && {
    ...idempotency,
    body: JSON.stringify(idempotency.answer(change.registrations, change.delegation?.after)),
  };
  const Put = { TableName: name, Item: toJournalItem(change, changeId, response), ...ifAbsent, ...returnExisting };
  return { item: { Put }, onConditionFailed: "repeated" };
}

/** How long an anonymous caller's idempotency key belongs to one request, in ms. */
const claimLifeMs = 86_400_000;

/**
 * Claims the idempotency key of an anonymous caller for this request. If the key belongs to another request, the claim
 * fails as `repeated`, and the item that it found has the digest of that request.
 */
export function writeIdempotencyClaim(
  { name }: Table,
  record: IdempotencyRecord | undefined,
  at: string,
): TransactionWrite<"repeated">[] {
  if (record?.claimId === undefined) return [];
  const now = Date.parse(at);
  const Item = {
    ...toItemKey(keys.idempotencyClaim(record.claimId)),
    entity: S("idempotency-claim"),
    requestDigest: S(record.requestDigest),
    expiresAt: N(toEpochSeconds(now + claimLifeMs)),
  };
  const Put = {
    TableName: name,
    Item,
    ConditionExpression: "attribute_not_exists(PK) OR requestDigest = :request OR expiresAt < :now",
    ExpressionAttributeValues: { ":request": S(record.requestDigest), ":now": N(toEpochSeconds(now)) },
    ...returnExisting,
  };
  return [{ item: { Put }, onConditionFailed: "repeated" }];
}

/** Returns the existing item if the condition of the write fails. */
export const returnExisting = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;

function writeRegistration(
  { name }: Table,
  conference: Conference,
  { before, after }: RegistrationChange,
  at: string,
): TransactionWrite<CommitFailure> {
  const Item = toRegistrationItem(after, toRegistrationListing(conference, after));
  const acceptsOffer = before?.seat.state === "offered" && after.seat.state === "held";
  const condition = acceptsOffer ? ifOfferValid(before.version, at) : ifVersion(before?.version);
  return { item: { Put: { TableName: name, Item, ...condition } }, onConditionFailed: "changed-meanwhile" };
}

/** An offer may expire between the rule and this write. */
const ifOfferValid = (version: number, at: string) => ({
  ConditionExpression: "version = :version AND seatUntil > :at",
  ExpressionAttributeValues: { ":version": N(version), ":at": S(at) },
});

/** A shard of a pool without a limit has none. Where one was set meanwhile, the rule must decide again. */
const ifWithoutLimit = {
  ConditionExpression: "attribute_not_exists(#limit)",
  ExpressionAttributeNames: { "#limit": "limit" },
};

/** Counts seats in a pool without a limit; the first one creates the shard. */
export const countSeats = (pool: string, shard: number, seats: number) => ({
  UpdateExpression: "SET #entity = :entity, #pool = :pool, #shard = :shard, #open = :open ADD taken :seats",
  ConditionExpression: ifWithoutLimit.ConditionExpression,
  ExpressionAttributeNames: {
    ...ifWithoutLimit.ExpressionAttributeNames,
    ...{ "#entity": "entity", "#pool": "pool", "#shard": "shard", "#open": "open" },
  },
  ExpressionAttributeValues: {
    ...{ ":entity": S("shard"), ":pool": S(pool), ":shard": N(shard), ":open": BOOL(true), ":seats": N(seats) },
  },
});

/** A shard has a free seat. The public takes seats from open shards only, the waiting list also from closed ones. */
export const ifSeatFree = {
  public: {
    ConditionExpression: "taken < #limit AND #open = :open",
    ExpressionAttributeNames: { "#limit": "limit", "#open": "open" },
    ExpressionAttributeValues: { ":open": BOOL(true) },
  },
  "waiting-list": {
    ConditionExpression: "taken < #limit",
    ExpressionAttributeNames: { "#limit": "limit" },
    ExpressionAttributeValues: {},
  },
};

const takeSeat = (admission: Change["admission"]) => ({
  UpdateExpression: "SET taken = taken + :one",
  ...ifSeatFree[admission],
  ExpressionAttributeValues: { ...ifSeatFree[admission].ExpressionAttributeValues, ":one": N(1) },
});

const giveBackSeat = {
  UpdateExpression: "SET taken = taken - :one",
  ConditionExpression: "taken >= :one",
  ExpressionAttributeValues: { ":one": N(1) },
};

function writeClaim(
  { name }: Table,
  { conferenceId, admission }: Change,
  { pool, shard, take, isUnlimited }: ShardClaim,
): TransactionWrite<CommitFailure> {
  const Key = toItemKey(keys.shard(conferenceId, pool, shard));
  const taking = isUnlimited ? countSeats(pool, shard, 1) : takeSeat(admission);
  const Update = { TableName: name, Key, ...(take === 1 ? taking : giveBackSeat) };
  return { item: { Update }, onConditionFailed: "pool-changed" };
}
