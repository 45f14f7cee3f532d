import { parseConference } from "#shared/conferences/conferences.repository.ts";
import { buckets, computeDigest, type Key, keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  batchGetItemsEventually,
  findByEntity,
  findItem,
  getNumber,
  getString,
  type Item,
  N,
  S,
  type Table,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PoolName, PoolShards, Shard, ShardClaim, ShardPlan } from "#shared/model/seat.ts";
import { listPoolLimits, listUnlimitedPools, toDelegationPoolName } from "./seats.rules.ts";
import { applyClaims, isPossiblePlan, summarizePools } from "./shards.rules.ts";

/**
 * What every write of a conference puts, in one transaction: the conference with the shard plan of its pools, and all
 * copies of its version marker.
 */
export function toConferenceItems(conference: Conference, plan: ShardPlan): readonly [Item, ...Item[]] {
  const item = toConferenceItem(conference, plan);
  return [item, ...toVersionMarkers(conference.conferenceId, item)];
}

function toConferenceItem({ conferenceId, version, ...data }: Conference, plan: ShardPlan): Item {
  return {
    ...toItemKey(keys.conference(conferenceId)),
    entity: S("conference"),
    version: N(version),
    data: S(JSON.stringify({ conferenceId, ...data })),
    shardPlan: S(JSON.stringify(plan)),
  };
}

/**
 * The shard plan of a stored conference.
 * @throws DomainError `damaged-record` for one that Palais never writes: its shards may be too many to list
 */
export function parseShardPlan(item: Item): ShardPlan {
  try {
    const plan = JSON.parse(getString(item, "shardPlan")) as ShardPlan;
    if (isPossiblePlan(plan)) return plan;
  } catch {
    // No plan at all.
  }
  throw new DomainError("damaged-record");
}

/*
 * The version marker of a conference tells whether a cached conference is current. It has a copy in each bucket, and
 * every writer of the conference writes all copies in the same transaction. A request reads one copy at random, so that
 * no item is read by all requests (docs/decisions/0119-read-a-version-marker-in-place-of-the-conference.md).
 */

/** The digest of a stored conference. It differs for each version, and for conferences of two tables. */
export const computeConferenceDigest = (item: Item): string =>
  computeDigest(String(getNumber(item, "version")), getString(item, "data"), item["shardPlan"]?.S ?? "");

/** All copies of the marker of a stored conference. */
export function toVersionMarkers(conferenceId: string, item: Item): Item[] {
  const digest = S(computeConferenceDigest(item));
  return buckets.map((copy) => ({
    ...toItemKey(keys.conferenceVersion(conferenceId, copy)),
    entity: S("conference-version"),
    digest,
  }));
}

/** The key of one copy, at random. */
export const chooseMarkerKey = (conferenceId: string): Key =>
  keys.conferenceVersion(conferenceId, Math.floor(Math.random() * buckets.length));

/** Whether the marker among these items, read consistently, is that of the conference with this digest. */
export const isCurrentConference = (items: readonly Item[], digest: string): boolean =>
  findByEntity(items, "conference-version")?.["digest"]?.S === digest;

/** A conference and its pools with a limit, as read before a rule decides. */
export interface CapacitySnapshot {
  readonly conference: Conference;
  readonly shardPlan: ShardPlan;
  readonly shards: PoolShards;
}

/** A snapshot, and the uniqueness constraint that was read in the same call, if it exists. */
export interface SnapshotRead {
  readonly snapshot: CapacitySnapshot;
  readonly constraint: Item | undefined;
}

/** For how long cached pools are used for decisions, in ms. */
export const cacheMs = 500;

/** The last snapshot of a conference, without the pools of delegations. */
interface CachedSnapshot {
  readonly snapshot: CapacitySnapshot;
  /** The digest of the stored conference, by which the version marker tells whether it is current. */
  readonly digest: string;
  /** Until when its pools are used, in ms of `Date.now()`. Its shard plan tells later which shards to read. */
  readonly until: number;
  /** Whether its pools were read consistently. Only then may they decide against a seat. */
  readonly isConsistent: boolean;
}

const cache = new Map<string, CachedSnapshot>();

/** Loads a snapshot as `loadSnapshotWithConstraint` does. @throws DomainError `unknown-conference`, `damaged-record` */
export async function loadCapacitySnapshot(
  table: Table,
  conferenceId: string,
  delegationIds: readonly string[] = [],
): Promise<CapacitySnapshot> {
  return (await loadSnapshotWithConstraint(table, conferenceId, delegationIds)).snapshot;
}

/**
 * Loads the conference and the shards of all its pools with a limit: one call if this process has read the conference
 * before and it has not changed since, otherwise two more. A conference may have hundreds of delegations; only the pools of the named ones
 * are loaded.
 * @throws DomainError `unknown-conference`, `damaged-record`
 */
export async function loadSnapshotWithConstraint(
  table: Table,
  conferenceId: string,
  delegationIds: readonly string[],
  constraintKey?: Key,
): Promise<SnapshotRead> {
  const last = cache.get(conferenceId);
  const besides = [
    ...(constraintKey ? [constraintKey] : []),
    ...delegationIds.map((id) => keys.shard(conferenceId, toDelegationPoolName(id), 0)),
  ];
  if (last) {
    const shardKeys = listLimitedShardKeys(last.snapshot);
    const items = await batchGetItems(table, [chooseMarkerKey(conferenceId), ...besides, ...shardKeys]);
    if (isCurrentConference(items, last.digest)) return cacheRead({ ...last, items, constraintKey });
  }
  const items = await batchGetItems(table, [keys.conference(conferenceId), ...besides]);
  const item = findItem(items, keys.conference(conferenceId));
  if (!item) throw new DomainError("unknown-conference");
  const conference = await parseConference(item);
  const shardPlan = parseShardPlan(item);
  const digest = computeConferenceDigest(item);
  const shards = await batchGetItems(table, listLimitedShardKeys({ conference, shardPlan }));
  return cacheRead({ snapshot: { conference, shardPlan }, digest, items: [...items, ...shards], constraintKey });
}

/** Caches pools that were read consistently. @returns the snapshot with all pools, and the constraint among the items */
function cacheRead({
  snapshot: { conference, shardPlan },
  digest,
  items,
  constraintKey,
}: Pick<CachedSnapshot, "digest"> & {
  readonly snapshot: Omit<CapacitySnapshot, "shards">;
  readonly items: readonly Item[];
  readonly constraintKey: Key | undefined;
}): SnapshotRead {
  const shards = items.filter((item) => item["entity"]?.S === "shard");
  const isOfDelegation = (item: Item) => item["pool"]?.S?.startsWith("delegation:") === true;
  const cached = groupShardsByPool(shards.filter((item) => !isOfDelegation(item)));
  cacheSnapshot({ conference, shardPlan, shards: cached }, digest, true);
  return {
    snapshot: { conference, shardPlan, shards: groupShardsByPool(shards) },
    constraint: items.find(isItemAt(constraintKey)),
  };
}

/** Adds the pools of these delegations to the snapshot: one call if a pool is missing. */
export async function addDelegationPools(
  table: Table,
  snapshot: CapacitySnapshot,
  delegationIds: Iterable<string>,
): Promise<CapacitySnapshot> {
  const { conferenceId } = snapshot.conference;
  const missing = [...new Set(delegationIds)].filter((id) => !snapshot.shards.has(toDelegationPoolName(id)));
  if (missing.length === 0) return snapshot;
  const items = await batchGetItems(
    table,
    missing.map((id) => keys.shard(conferenceId, toDelegationPoolName(id), 0)),
  );
  return { ...snapshot, shards: new Map([...snapshot.shards, ...groupShardsByPool(items)]) };
}

/** The delegations of some registrations. */
export const toDelegationIds = (people: readonly { readonly delegationId?: string }[]): string[] =>
  people.flatMap(({ delegationId }) => delegationId ?? []);

const listShardKeys = ({ conference, shardPlan }: Omit<CapacitySnapshot, "shards">, pools: Iterable<PoolName>): Key[] =>
  [...pools].flatMap((pool) =>
    Array.from({ length: shardPlan[pool] ?? 1 }, (_, shard) => keys.shard(conference.conferenceId, pool, shard)),
  );

/** The keys of the shards of every pool with a limit. No rule decides on a pool without one. */
const listLimitedShardKeys = (snapshot: Omit<CapacitySnapshot, "shards">): Key[] =>
  listShardKeys(snapshot, listPoolLimits(snapshot.conference).keys());

/** Adds these pools without a limit to the snapshot: the shards that have counted a seat. By default, all such pools. */
export async function addUnlimitedPools(
  table: Table,
  snapshot: CapacitySnapshot,
  pools: readonly PoolName[] = listUnlimitedPools(snapshot.conference),
): Promise<CapacitySnapshot> {
  if (pools.length === 0) return snapshot;
  const items = await batchGetItems(table, listShardKeys(snapshot, pools));
  return { ...snapshot, shards: new Map([...snapshot.shards, ...groupShardsByPool(items)]) };
}

const isItemAt = (key: Key | undefined) => (item: Item) => item["PK"]?.S === key?.PK && item["SK"]?.S === key?.SK;

const isFresh = ({ until }: CachedSnapshot) => Date.now() < until;

function cacheSnapshot(snapshot: CapacitySnapshot, digest: string, isConsistent: boolean): void {
  cache.set(snapshot.conference.conferenceId, { snapshot, digest, until: Date.now() + cacheMs, isConsistent });
}

/** Applies the seats that this process took or gave back to the cached snapshot. */
export function updateCachedSnapshot(conferenceId: string, claims: readonly ShardClaim[]): void {
  const cached = cache.get(conferenceId);
  if (!cached) return;
  const snapshot = { ...cached.snapshot, shards: applyClaims(cached.snapshot.shards, claims) };
  cache.set(conferenceId, { ...cached, snapshot });
}

/** Removes a cached snapshot that turned out to be outdated. */
export function dropCachedSnapshot(conferenceId: string): void {
  const cached = cache.get(conferenceId);
  if (cached) cache.set(conferenceId, { ...cached, until: 0 });
}

/**
 * Whether a snapshot has no seat for the public: the venue is closed for the waiting list or, without a waiting list,
 * full.
 */
function isFull({ conference, shards }: CapacitySnapshot): boolean {
  const venue = summarizePools(shards).get("venue");
  return venue !== undefined && (conference.waitingList ? !venue.isOpen : venue.taken >= venue.limit);
}

/**
 * The current conference with its cached pools, if they were read consistently less than half a second ago and have no
 * seat for the public. Without a read of the conference or of a pool.
 * @returns `undefined` if a seat might be free, nothing is cached, or the conference has changed since
 */
export async function loadIfCachedFull(
  table: Table,
  conferenceId: string,
  constraintKey?: Key,
): Promise<SnapshotRead | undefined> {
  const cached = cache.get(conferenceId);
  if (!cached?.isConsistent || !isFresh(cached) || !isFull(cached.snapshot)) return undefined;
  return confirmCurrent(table, cached, constraintKey);
}

/**
 * The current conference with pools of half a second ago, so that an opening minute does not read the shards for each
 * submission. Older pools are read again, but not consistently, unless they were full. The conditions of the claims
 * verify a decision to give a seat; a decision against a seat needs a fresh snapshot.
 * @returns `undefined` if nothing is cached, the pools were full, or the conference has changed since
 */
export async function loadWithCachedCapacity(
  table: Table,
  conferenceId: string,
  constraintKey?: Key,
): Promise<SnapshotRead | undefined> {
  const cached = cache.get(conferenceId);
  if (!cached) return undefined;
  if (isFresh(cached)) return confirmCurrent(table, cached, constraintKey);
  if (isFull(cached.snapshot)) return undefined;
  const [current, items] = await Promise.all([
    confirmCurrent(table, cached, constraintKey),
    batchGetItemsEventually(table, listLimitedShardKeys(cached.snapshot)),
  ]);
  if (!current) return undefined;
  const snapshot = { ...current.snapshot, shards: groupShardsByPool(items) };
  cacheSnapshot(snapshot, cached.digest, false);
  return { ...current, snapshot };
}

/** The cached snapshot, and the constraint. @returns `undefined` if the conference has changed since */
async function confirmCurrent(
  table: Table,
  { snapshot, digest }: CachedSnapshot,
  constraintKey: Key | undefined,
): Promise<SnapshotRead | undefined> {
  const { conferenceId } = snapshot.conference;
  const items = await batchGetItems(table, [chooseMarkerKey(conferenceId), ...(constraintKey ? [constraintKey] : [])]);
  if (!isCurrentConference(items, digest)) return undefined;
  return { snapshot, constraint: items.find(isItemAt(constraintKey)) };
}

/** A number of a shard; `NaN` for a damaged one, so that it can't be taken for zero. */
const parseCounter = (item: Item, name: string): number => Number(item[name]?.N ?? Number.NaN);

/** Groups shard items by their pool. */
export function groupShardsByPool(items: readonly Item[]): PoolShards {
  const pools = new Map<PoolName, Shard[]>();
  for (const item of items) {
    const pool = getString(item, "pool") as PoolName;
    const limit = item["limit"] ? parseCounter(item, "limit") : Number.POSITIVE_INFINITY;
    const shard = { shard: getNumber(item, "shard"), limit, taken: parseCounter(item, "taken") };
    pools.set(pool, [...(pools.get(pool) ?? []), { ...shard, open: item["open"]?.BOOL ?? false }]);
  }
  return pools;
}
