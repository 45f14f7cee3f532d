import { type Key, keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  findByEntity,
  getNumber,
  getString,
  type Item,
  N,
  parseVersioned,
  S,
  type Table,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PoolName, PoolShards, Shard, ShardClaim, ShardPlan } from "#shared/model/seat.ts";
import { toDelegationPoolName } from "./seats.rules.ts";
import { applyClaims, summarizePools } from "./shards.rules.ts";

/** A conference as it is stored, with the shard plan of its pools. */
export function toConferenceItem({ conferenceId, version, ...data }: Conference, plan: ShardPlan): Item {
  return {
    ...toItemKey(keys.conference(conferenceId)),
    entity: S("conference"),
    version: N(version),
    data: S(JSON.stringify({ conferenceId, ...data })),
    shardPlan: S(JSON.stringify(plan)),
  };
}

/** The shard plan of a stored conference. */
export const parseShardPlan = (item: Item): ShardPlan => JSON.parse(getString(item, "shardPlan")) as ShardPlan;

/** A conference and its pools, as read before a rule decides. */
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

/** For how long a cached snapshot is used for decisions, in ms. */
const cacheMs = 500;

/**
 * The last snapshot of each conference, without the pools of delegations, and until when it is used, in ms of
 * `Date.now()`. Its shard plan tells later which shards to read.
 */
const cache = new Map<string, { readonly snapshot: CapacitySnapshot; readonly until: number }>();

/** Loads a snapshot as `loadSnapshotWithConstraint` does. @throws DomainError `unknown-conference` */
export async function loadCapacitySnapshot(
  table: Table,
  conferenceId: string,
  delegationIds: readonly string[] = [],
): Promise<CapacitySnapshot> {
  return (await loadSnapshotWithConstraint(table, conferenceId, delegationIds)).snapshot;
}

/**
 * Loads the conference and all its shards: one call if this process has read the conference before, otherwise two. A
 * conference may have hundreds of delegations; only the pools of the named ones are loaded.
 * @throws DomainError `unknown-conference`
 */
export async function loadSnapshotWithConstraint(
  table: Table,
  conferenceId: string,
  delegationIds: readonly string[],
  constraintKey?: Key,
): Promise<SnapshotRead> {
  const last = cache.get(conferenceId)?.snapshot;
  const items = await batchGetItems(table, [
    keys.conference(conferenceId),
    ...(constraintKey ? [constraintKey] : []),
    ...delegationIds.map((id) => keys.shard(conferenceId, toDelegationPoolName(id), 0)),
    ...(last ? listShardKeys(conferenceId, last.shardPlan) : []),
  ]);
  const { conference, shardPlan } = parseConferenceItem(items);
  const isPlanCurrent = last?.conference.version === conference.version;
  const isOfDelegation = (item: Item) => item["pool"]?.S?.startsWith("delegation:") === true;
  const [delegationShards = [], otherShards = []] = [true, false].map((expected) =>
    items.filter((item) => item["entity"]?.S === "shard" && isOfDelegation(item) === expected),
  );
  const shards = isPlanCurrent ? otherShards : await batchGetItems(table, listShardKeys(conferenceId, shardPlan));
  cacheSnapshot({ conference, shardPlan, shards: groupShardsByPool(shards) });
  const snapshot = { conference, shardPlan, shards: groupShardsByPool([...shards, ...delegationShards]) };
  return { snapshot, constraint: items.find(hasKey(constraintKey)) };
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

function parseConferenceItem(items: readonly Item[]) {
  const item = findByEntity(items, "conference");
  if (!item) throw new DomainError("unknown-conference");
  return { conference: parseVersioned<Conference>(item), shardPlan: parseShardPlan(item) };
}

/** The keys of every shard in the plan. */
function listShardKeys(conferenceId: string, plan: ShardPlan): Key[] {
  return (Object.entries(plan) as [PoolName, number][]).flatMap(([pool, count]) =>
    Array.from({ length: count }, (_, shard) => keys.shard(conferenceId, pool, shard)),
  );
}

const hasKey = (key: Key | undefined) => (item: Item) => item["PK"]?.S === key?.PK && item["SK"]?.S === key?.SK;

function findCached(conferenceId: string): CapacitySnapshot | undefined {
  const cached = cache.get(conferenceId);
  return cached && Date.now() < cached.until ? cached.snapshot : undefined;
}

function cacheSnapshot(snapshot: CapacitySnapshot): void {
  cache.set(snapshot.conference.conferenceId, { snapshot, until: Date.now() + cacheMs });
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
 * The cached snapshot if it has no seat for the public: the venue is closed for the waiting list or, without a waiting
 * list, full. `undefined` if a seat might be free, or nothing is cached.
 */
export function findCachedIfFull(conferenceId: string): CapacitySnapshot | undefined {
  const snapshot = findCached(conferenceId);
  const venue = snapshot && summarizePools(snapshot.shards).get("venue");
  if (!snapshot || !venue) return undefined;
  const isFull = snapshot.conference.waitingList ? !venue.isOpen : venue.taken >= venue.limit;
  return isFull ? snapshot : undefined;
}

/**
 * The current conference with its cached pools, so that an opening minute does not read the shards for each
 * submission. The conditions of the claims verify a decision to give a seat; a decision against a seat needs a fresh
 * snapshot. `undefined` if nothing is cached, or the conference has changed since.
 * @throws DomainError `unknown-conference`
 */
export async function loadWithCachedCapacity(
  table: Table,
  conferenceId: string,
  constraintKey?: Key,
): Promise<SnapshotRead | undefined> {
  const cached = findCached(conferenceId);
  if (!cached) return undefined;
  const items = await batchGetItems(table, [keys.conference(conferenceId), ...(constraintKey ? [constraintKey] : [])]);
  const { conference } = parseConferenceItem(items);
  if (conference.version !== cached.conference.version) return undefined;
  return { snapshot: { ...cached, conference }, constraint: items.find(hasKey(constraintKey)) };
}

/** Groups shard items by their pool. */
export function groupShardsByPool(items: readonly Item[]): PoolShards {
  const pools = new Map<PoolName, Shard[]>();
  for (const item of items) {
    const pool = getString(item, "pool") as PoolName;
    const shard = { shard: getNumber(item, "shard"), limit: getNumber(item, "limit"), taken: getNumber(item, "taken") };
    pools.set(pool, [...(pools.get(pool) ?? []), { ...shard, open: item["open"]?.BOOL ?? false }]);
  }
  return pools;
}
