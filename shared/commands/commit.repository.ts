import type { CapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { assertGivesNoSeatAfterEnd, getPoolLimit } from "#shared/capacity/seats.rules.ts";
import { allocateSeats, createClaimChooser, mergeClaims, PoolExhausted } from "#shared/capacity/shards.rules.ts";
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
import type { PoolName, ShardClaim } from "#shared/model/seat.ts";
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

/** One of several changes that are written together. */
export type PendingChange = Pick<CommitOptions, "changeId" | "besides" | "idempotency"> & { readonly change: Change };

/** Why none of several changes was written. */
interface NoneCommitted extends NotCommitted {
  /** The index of the change whose condition failed; `undefined` if a pool has no seats for all changes. */
  readonly index: number | undefined;
}

/** The changes of one transaction: all are written or, with a failure, none. */
interface CommittedTogether {
  readonly attempted: readonly Committed[];
  readonly failure: NoneCommitted | undefined;
}

const noSeatLeft: NoneCommitted = { outcome: "pool-changed", found: undefined, index: undefined };

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
  { deadline, ...options }: CommitOptions,
): Promise<Committed | NotCommitted> {
  const { attempted, failure } = await commitTogether(store, snapshot, [{ change, ...options }], deadline);
  const [committed] = attempted;
  if (!committed) return failure ?? noSeatLeft;
  if (!failure) return committed;
  // Without an idempotency key, only an earlier attempt of this command can have written this journal item.
  const isOwnAttempt = failure.outcome === "repeated" && !options.idempotency && failure.found;
  return isOwnAttempt ? { ...committed, registrations: await loadWritten(store, change) } : failure;
}

/**
 * Writes the first of several changes in one transaction, as `commit` writes one: as many as fit, at least the first.
 * @param changes each decided on the pools that the changes before it leave, and on nothing else that these write
 * @returns those of the transaction, in order, and with a failure why none of them was written
 * @throws DomainError as `commit` does
 */
export async function commitTogether(
  store: CommandStore,
  snapshot: CapacitySnapshot,
  changes: readonly PendingChange[],
  deadline: Deadline,
): Promise<CommittedTogether> {
  for (const { change } of changes) assertGivesNoSeatAfterEnd(snapshot.conference, change);
  const avoided = new Set<string>();
  let prepared: PreparedTransaction = { parts: [], claims: [] };

  const createTransaction = (conflicts: readonly number[]): TransactionWrite<CommitFailure>[] => {
    for (const { pool, shard } of listConflictingClaims(prepared, conflicts)) {
      avoided.add(toShardName(pool, shard));
      seatConflicts.publish({ conferenceId: snapshot.conference.conferenceId, pool, shard } satisfies SeatConflict);
    }
    prepared = prepareTransaction(store, snapshot, changes, (pool, shard) => avoided.has(toShardName(pool, shard)));
    const { parts, claims } = prepared;
    return [
      ...parts.flatMap(({ writes }) => writes),
      ...claims.map((claim) => writeClaim(store, snapshot, getAdmission(changes), claim)),
    ];
  };

  try {
    const failure = await writeTransaction(store, createTransaction, deadline);
    const attempted = prepared.parts.map(({ committed }) => committed);
    if (!failure) return { attempted, failure };
    const { failed: outcome, existingItem: found, index } = failure;
    return { attempted, failure: { outcome, found, index: findFailedChangeIndex(prepared, index) } };
  } catch (error) {
    if (!(error instanceof PoolExhausted)) throw error;
    return { attempted: [], failure: noSeatLeft };
  }
}

/** Together, changes take seats from closed pools only if each of them may. */
const getAdmission = (changes: readonly PendingChange[]): Change["admission"] =>
  changes.some(({ change }) => change.admission === "public") ? "public" : "waiting-list";

const toShardName = (pool: PoolName, shard: number) => `${pool} ${shard}`;

/** One change of a transaction. */
interface TransactionPart {
  readonly committed: Committed;
  readonly writes: readonly TransactionWrite<CommitFailure>[];
}

/** The changes of a transaction in order, and after them the claims of all changes, one for each shard. */
interface PreparedTransaction {
  readonly parts: readonly TransactionPart[];
  readonly claims: readonly ShardClaim[];
}

/** The index of the change to which the write with this index belongs; `undefined` for a claim. */
function findFailedChangeIndex({ parts }: PreparedTransaction, index: number): number | undefined {
  let end = 0;
  const found = parts.findIndex(({ writes }) => {
    end += writes.length;
    return index < end;
  });
  return found < 0 ? undefined : found;
}

/** The claims among the writes with these indexes. */
function listConflictingClaims({ parts, claims }: PreparedTransaction, conflicts: readonly number[]): ShardClaim[] {
  const first = parts.reduce((total, { writes }) => total + writes.length, 0);
  return conflicts.flatMap((index) => claims[index - first] ?? []);
}

/** The first of these changes, as many as fit in one transaction, with the shards that pay for their seats. */
function prepareTransaction(
  store: CommandStore,
  snapshot: CapacitySnapshot,
  changes: readonly PendingChange[],
  isAvoided: (pool: PoolName, shard: number) => boolean,
): PreparedTransaction {
  const { conference } = snapshot;
  const choose = createClaimChooser(snapshot, Math.random, isAvoided);
  const parts: TransactionPart[] = [];
  let claims: ShardClaim[] = [];
  const [admission, load] = [getAdmission(changes), createTransactionLoad()];
  for (const pending of changes) {
    const allocated = allocateSeats(conference, pending.change.registrations, (pool) => choose(pool, admission));
    const part = preparePart(store, conference, pending, allocated);
    const next = mergeClaims([...claims, ...allocated.claims]);
    if (changes.length > 1 && !load.add(part.writes, next.length) && parts.length > 0) break;
    parts.push(part);
    claims = next;
  }
  return { parts, claims };
}

function preparePart(
  store: CommandStore,
  conference: Conference,
  { change, ...options }: PendingChange,
  { registrations, claims }: ReturnType<typeof allocateSeats>,
): TransactionPart {
  const allowed = store.restrictChange({ ...change, registrations }, conference);
  const next = createNextVersions(store, conference, allowed, options.changeId);
  const delegation = next.delegation?.after;
  return {
    committed: { outcome: "committed", registrations: next.registrations, delegation, claims },
    writes: [
      writeJournal(store, next, options),
      ...writeIdempotencyClaim(store, options.idempotency, change.at),
      ...next.registrations.map((registration) => writeRegistration(store, conference, registration, change.at)),
      ...store.derivedWrites.flatMap((derive) => derive(store, next, conference)),
      ...(options.besides ?? []),
    ],
  };
}

/** The most writes of a transaction. */
const maxTransactionWrites = 100;

/** The most bytes of a transaction as JSON, which is longer than what DynamoDB counts towards its 4 MB. */
const maxTransactionBytes = 3_500_000;

/** Adds up the writes of a transaction. `add` returns whether DynamoDB takes them all: each is of another item. */
function createTransactionLoad() {
  const written = new Set<string>();
  let [count, bytes] = [0, 0];
  return {
    add: (writes: readonly TransactionWrite<CommitFailure>[], claims: number): boolean => {
      count += writes.length;
      bytes += Buffer.byteLength(JSON.stringify(writes));
      for (const { item } of writes) written.add(serializeWriteKey(item));
      return count + claims <= maxTransactionWrites && bytes <= maxTransactionBytes && written.size === count;
    },
  };
}

function serializeWriteKey({ Put, Update, Delete, ConditionCheck }: TransactionWrite<CommitFailure>["item"]): string {
  const { PK, SK } = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key ?? {};
  return JSON.stringify([PK?.S, SK?.S]);
}

/** The registrations as an earlier attempt has written them. */
async function loadWritten(table: Table, { registrations }: Change): Promise<RegistrationChange[]> {
  const ids = registrations.map(({ after }) => after.registrationId);
  const found = await loadRegistrations(table, ids);
  return registrations.map((each) => ({ ...each, after: found.get(each.after.registrationId) ?? each.after }));
}

/**
 * The change with the next version of its registrations and delegation, and the limits of the badges that it issues.
 */
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
  { changeId, idempotency }: Omit<PendingChange, "change">,
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

/**
 * A shard has a free seat. The public takes seats from open shards only, the waiting list also from closed ones. A
 * damaged counter gives none: one below zero, or one whose own limit is above that of the pool.
 * @param poolLimit `Infinity` if it is unknown
 */
export function ifSeatFree(admission: Change["admission"], poolLimit: number) {
  const isLimitKnown = Number.isFinite(poolLimit);
  const isPublic = admission === "public";
  return {
    ConditionExpression: [
      "taken < #limit AND taken >= :none",
      ...(isLimitKnown ? ["#limit <= :poolLimit"] : []),
      ...(isPublic ? ["#open = :open"] : []),
    ].join(" AND "),
    ExpressionAttributeNames: { "#limit": "limit", ...(isPublic && { "#open": "open" }) },
    ExpressionAttributeValues: {
      ":none": N(0),
      ...(isLimitKnown && { ":poolLimit": N(poolLimit) }),
      ...(isPublic && { ":open": BOOL(true) }),
    },
  };
}

function takeSeat(admission: Change["admission"], poolLimit: number) {
  const condition = ifSeatFree(admission, poolLimit);
  return {
    UpdateExpression: "SET taken = taken + :seats",
    ...condition,
    ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ":seats": N(1) },
  };
}

/**
 * As `takeSeat`, for several seats. A condition cannot subtract them from the limit, so the limit must be the one that
 * was read. Where it changed meanwhile, the rule must decide again.
 */
function takeSeats(admission: Change["admission"], poolLimit: number, seats: number, limit: number) {
  const one = takeSeat(admission, poolLimit);
  return {
    ...one,
    ConditionExpression: `${one.ConditionExpression} AND #limit = :limit AND taken <= :most`,
    ExpressionAttributeValues: {
      ...one.ExpressionAttributeValues,
      ...{ ":seats": N(seats), ":limit": N(limit), ":most": N(limit - seats) },
    },
  };
}

const giveBackSeats = (seats: number) => ({
  UpdateExpression: "SET taken = taken - :seats",
  ConditionExpression: "taken >= :seats",
  ExpressionAttributeValues: { ":seats": N(seats) },
});

function writeClaim(
  { name }: Table,
  { conference, shards }: CapacitySnapshot,
  admission: Change["admission"],
  { pool, shard, take, isUnlimited }: ShardClaim,
): TransactionWrite<CommitFailure> {
  const Key = toItemKey(keys.shard(conference.conferenceId, pool, shard));
  const poolLimit = getPoolLimit(conference, pool);
  const update = () => {
    if (take < 0) return giveBackSeats(-take);
    if (isUnlimited) return countSeats(pool, shard, take);
    if (take === 1) return takeSeat(admission, poolLimit);
    return takeSeats(admission, poolLimit, take, shards.get(pool)?.find((each) => each.shard === shard)?.limit ?? 0);
  };
  return { item: { Update: { TableName: name, Key, ...update() } }, onConditionFailed: "pool-changed" };
}
