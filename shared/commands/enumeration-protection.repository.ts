import type { CapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { getPoolLimit } from "#shared/capacity/seats.rules.ts";
import { allocateSeats, chooseClaim, PoolExhausted } from "#shared/capacity/shards.rules.ts";
import { toRegistrationListing } from "#shared/capacity/waiting-list.rules.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  getString,
  type Item,
  ifAbsent,
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
import { DomainError } from "#shared/model/domain-error.ts";
import type { ShardClaim } from "#shared/model/seat.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import type { CommandStore } from "./command-store.ts";
import { commit, countSeats, ifSeatFree, returnExisting, writeIdempotencyClaim } from "./commit.repository.ts";
import { replayResponse } from "./execute-command.ts";
import { type IdempotencyRecord, toJournalItem } from "./journal.ts";

/** The minimum time between two notices to the owner of an address that it was submitted again, in ms. */
const noticeIntervalMs = 3_600_000;

interface KnownSubmission<Answer> {
  /** The uniqueness constraint of the person, as it was found. */
  readonly constraint: Item;
  readonly answer: (registrations: readonly RegistrationChange[]) => Answer;
  readonly deadline: Deadline;
  readonly idempotency?: IdempotencyRecord | undefined;
}

/** A condition of the transaction failed: the constraint, a document or a pool has changed since it was read. */
const changed = "changed-meanwhile";

/**
 * Responds to a submission for an address that is registered already, as if it were new: the same response, and a
 * transaction of the same size that writes a decoy, so that the caller cannot learn who is registered. The owner of the
 * address receives an e-mail, at most once an hour.
 * @returns `undefined` if the constraint or a pool has changed since, and the rule must decide again
 */
export async function answerKnownAddressAsNew<Answer>(
  store: CommandStore,
  snapshot: CapacitySnapshot,
  change: Change,
  { constraint, answer, deadline, idempotency }: KnownSubmission<Answer>,
): Promise<{ readonly answer: Answer } | undefined> {
  const decoyWrites = createDecoyWrites(store, snapshot, change);
  if (!decoyWrites) return undefined;
  const body = answer(change.registrations.map(({ after }) => ({ after: { ...after, version: 1 } })));
  const isNoticeDue = Date.parse(change.at) - Date.parse(getNoticedAt(constraint)) >= noticeIntervalMs;
  const registrationId = getString(constraint, "registrationId");
  const emails = isNoticeDue ? [{ kind: "already-registered" as const, registrationId }] : [];
  const notice: Change = { ...change, action: "submit-again", registrations: [], emails };
  const response = idempotency && { ...idempotency, body: JSON.stringify(body) };
  const journal = toJournalItem(notice, idempotency?.changeId ?? createId(), response);
  const failure = await writeTransaction(
    store,
    [
      {
        item: { Put: { TableName: store.name, Item: journal, ...ifAbsent, ...returnExisting } },
        onConditionFailed: "repeated" as const,
      },
      ...writeIdempotencyClaim(store, idempotency, change.at),
      recordNotice(store, constraint, { noticedAt: isNoticeDue ? change.at : undefined }),
      ...decoyWrites,
    ],
    deadline,
  );
  if (failure?.failed === "repeated" && idempotency)
    return { answer: replayResponse(failure.existingItem, idempotency) };
  return failure?.failed === changed ? undefined : { answer: body };
}

/**
 * Writes a registration of a person who is registered already without the caller's knowledge: the same response, and a
 * transaction of the same size, as for a new person. It waits for those who may know.
 * @param change of a new person, by which the caller is answered
 * @param clash what is written
 * @returns `undefined` if the constraint, a pool or the delegation has changed since, and the rule must decide again
 */
export async function writeClash<Answer>(
  store: CommandStore,
  snapshot: CapacitySnapshot,
  change: Change,
  clash: Change,
  {
    constraint,
    answer,
    deadline,
    idempotency,
  }: Omit<KnownSubmission<Answer>, "answer"> & {
    readonly answer: (registrations: readonly RegistrationChange[], delegation: Delegation | undefined) => Answer;
  },
): Promise<{ readonly answer: Answer } | undefined> {
  const clashIds = clash.registrations.flatMap(({ after }) => (after.clash ? [after.registrationId] : []));
  const told = change.registrations.map(({ before, after }) => ({
    ...(before && { before }),
    after: { ...after, version: (before?.version ?? 0) + 1 },
  }));
  const body = answer(told, change.delegation?.after);
  const result = await commit(store, snapshot, clash, {
    deadline,
    changeId: idempotency?.changeId ?? createId(),
    ...(idempotency && { idempotency: { ...idempotency, answer: () => body } }),
    besides: [recordNotice(store, constraint, { clashIds })],
  });
  switch (result.outcome) {
    case "committed":
      return { answer: body };
    case "repeated":
      return { answer: replayResponse(result.found, idempotency) };
    case "second-head":
    case "already-registered":
      throw new DomainError(result.outcome);
    default:
      return undefined;
  }
}

/** The time of the last notice, RFC 3339, of a person who received none. */
const noNoticeAt = "1970-01-01T00:00:00.000Z";

const getNoticedAt = (constraint: Item): string => constraint["noticedAt"]?.S ?? noNoticeAt;

/** The registrations that clashed with the person, by identifier, as the constraint lists them. */
export const listClashIds = (constraint: Item): readonly string[] => constraint["clashes"]?.SS ?? [];

/**
 * Records a notice, or registrations that clash, on the constraint, if the constraint is as it was read; without a notice,
 * the time of the one before.
 */
function recordNotice(
  { name }: Table,
  constraint: Item,
  { noticedAt, clashIds = [] }: { readonly noticedAt?: string | undefined; readonly clashIds?: readonly string[] },
): TransactionWrite<typeof changed> {
  const { PK, SK, noticedAt: before, clashes } = constraint;
  if (!PK || !SK) throw new Error("a constraint without a key");
  const isUnchanged = [
    before ? "noticedAt = :before" : "attribute_exists(PK) AND attribute_not_exists(noticedAt)",
    clashes ? "clashes = :clashes" : "attribute_not_exists(clashes)",
  ];
  const Update = {
    TableName: name,
    Key: { PK, SK },
    UpdateExpression: `SET noticedAt = :at${clashIds.length > 0 ? " ADD clashes :added" : ""}`,
    ConditionExpression: isUnchanged.join(" AND "),
    ExpressionAttributeValues: {
      ":at": S(noticedAt ?? getNoticedAt(constraint)),
      ...(before && { ":before": before }),
      ...(clashes && { ":clashes": clashes }),
      ...(clashIds.length > 0 && { ":added": { SS: [...clashIds] } }),
    },
  };
  return { item: { Update }, onConditionFailed: changed };
}

/** How long a decoy exists, in ms. */
const decoyLifeMs = 86_400_000;

/** The partition keys under which the indexes list a registration. */
const indexKeys = ["conferenceKey", "dueKey", "expiringKey"] as const;

/**
 * The writes of a new registration beside its journal item and its constraint, without a person in them and without a
 * seat taken: as many items, of the same length, in the same indexes, with writes of the same shards. TTL deletes them
 * within a day.
 * @returns `undefined` if a pool has no free seat any more
 */
function createDecoyWrites(
  store: CommandStore,
  snapshot: CapacitySnapshot,
  change: Change,
): TransactionWrite<typeof changed>[] | undefined {
  const { conference } = snapshot;
  try {
    const { registrations, claims } = allocateSeats(conference, change.registrations, (pool) =>
      chooseClaim(snapshot, pool, change.admission, Math.random()),
    );
    const derived = store.deriveDecoyWrites(store, { ...change, registrations }, conference);
    return [
      ...registrations.map((each) => writeDecoy(store, conference, each, change.at)),
      ...derived.map(({ item }) => ({ item, onConditionFailed: changed }) as const),
      ...claims.map((claim) => rewriteShard(store, conference, claim)),
    ];
  } catch (error) {
    if (error instanceof PoolExhausted) return undefined;
    throw error;
  }
}

function writeDecoy(
  { name }: Table,
  conference: Conference,
  { after }: RegistrationChange,
  at: string,
): TransactionWrite<typeof changed> {
  const sized = { ...after, lastChange: createId() };
  const item = toRegistrationItem(sized, toRegistrationListing(conference, after));
  const hiddenKeys = indexKeys.filter((key) => item[key]).map((key) => [key, S(`DECOY#${getString(item, key)}`)]);
  const Item: Item = {
    ...item,
    ...Object.fromEntries(hiddenKeys),
    ...toItemKey(keys.decoy(after.registrationId)),
    entity: S("decoy"),
    data: S("-".repeat(Buffer.byteLength(getString(item, "data")))),
    expiresAt: N(toEpochSeconds(Date.parse(at) + decoyLifeMs)),
  };
  return { item: { Put: { TableName: name, Item, ...ifAbsent } }, onConditionFailed: changed };
}

/** Writes a shard that has a free seat for the public, or no limit, as a seat that is taken would, and takes none. */
function rewriteShard(
  { name }: Table,
  conference: Conference,
  { pool, shard, isUnlimited }: ShardClaim,
): TransactionWrite<typeof changed> {
  const Key = toItemKey(keys.shard(conference.conferenceId, pool, shard));
  if (isUnlimited)
    return { item: { Update: { TableName: name, Key, ...countSeats(pool, shard, 0) } }, onConditionFailed: changed };
  const condition = ifSeatFree("public", getPoolLimit(conference, pool));
  const Update = { TableName: name, Key, UpdateExpression: "SET taken = taken + :none", ...condition };
  return { item: { Update }, onConditionFailed: changed };
}
