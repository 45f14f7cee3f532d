import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { PoolName, ShardPlan } from "#shared/domain/seat.ts";
import { delegationPool } from "#shared/domain/seats.ts";
import { conferenceOf, parseShardPlan } from "#shared/store/conference-item.ts";
import { type Key, keys } from "#shared/store/keys.ts";
import { getItems, type Item, type Table } from "#shared/store/table.ts";
import { applyClaims, groupShardsByPool, type PoolShards, type ShardClaim, summarizePools } from "./seat-allocation.ts";

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

/** The last shard plan that this process read of each conference: the shards to read in the same call, at most. */
const lastPlans = new Map<string, { readonly version: number; readonly plan: ShardPlan }>();

/** Loads a snapshot as `loadSnapshotWithConstraint` does. @throws Refusal `unknown-conference` */
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
 * @throws Refusal `unknown-conference`
 */
export async function loadSnapshotWithConstraint(
  table: Table,
  conferenceId: string,
  delegationIds: readonly string[],
  constraintKey?: Key,
): Promise<SnapshotRead> {
  const last = lastPlans.get(conferenceId);
  const expected = last ? shardKeys(conferenceId, last.plan) : [];
  const ofDelegations = delegationIds.map((id) => keys.shard(conferenceId, delegationPool(id), 0));
  const constraintKeys = constraintKey ? [constraintKey] : [];
  const items = await getItems(table, [
    keys.conference(conferenceId),
    ...constraintKeys,
    ...ofDelegations,
    ...expected,
  ]);
  const { conference, shardPlan } = parseConference(items);
  lastPlans.set(conferenceId, { version: conference.version, plan: shardPlan });
  const isPlanCurrent = last?.version === conference.version;
  const [delegationShards, otherShards] = separateDelegationShards(items.filter(isShard));
  const shards = isPlanCurrent ? otherShards : await getItems(table, shardKeys(conferenceId, shardPlan));
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
  const missing = [...new Set(delegationIds)].filter((id) => !snapshot.shards.has(delegationPool(id)));
  if (missing.length === 0) return snapshot;
  const items = await getItems(
    table,
    missing.map((id) => keys.shard(conferenceId, delegationPool(id), 0)),
  );
  return { ...snapshot, shards: new Map([...snapshot.shards, ...groupShardsByPool(items)]) };
}

/** The delegations of some registrations. */
export const listDelegationIds = (people: readonly { readonly delegationId?: string }[]): string[] =>
  people.flatMap(({ delegationId }) => delegationId ?? []);

function parseConference(items: readonly Item[]) {
  const item = items.find(({ entity }) => entity?.S === "conference");
  if (!item) throw new Refusal("unknown-conference");
  return { conference: conferenceOf(item), shardPlan: parseShardPlan(item) };
}

/** The keys of every shard in the plan. */
function shardKeys(conferenceId: string, plan: ShardPlan): Key[] {
  return (Object.entries(plan) as [PoolName, number][]).flatMap(([pool, count]) =>
    Array.from({ length: count }, (_, shard) => keys.shard(conferenceId, pool, shard)),
  );
}

/** The shards of delegation pools, and the others. */
function separateDelegationShards(shards: readonly Item[]): [Item[], Item[]] {
  const isOfDelegation = (item: Item) => item["pool"]?.S?.startsWith("delegation:") === true;
  return [shards.filter(isOfDelegation), shards.filter((item) => !isOfDelegation(item))];
}

const isShard = (item: Item) => item["entity"]?.S === "shard";

const hasKey = (key: Key | undefined) => (item: Item) => item["PK"]?.S === key?.PK && item["SK"]?.S === key?.SK;

/** For how long a cached snapshot is used, in ms. */
const cacheMs = 500;

/** The last snapshot of each conference without the pools of delegations. */
const cache = new Map<string, { readonly snapshot: CapacitySnapshot; readonly until: number }>();

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
  cache.delete(conferenceId);
}

/**
 * The cached snapshot if it has no seat for the public: the venue is closed for the waiting list or, without a waiting
 * list, full. `undefined` if a seat might be free, or nothing is cached.
 */
export function cachedIfFull(conferenceId: string): CapacitySnapshot | undefined {
  const snapshot = findCached(conferenceId);
  const venue = snapshot && summarizePools(snapshot.shards).get("venue");
  if (!snapshot || !venue) return undefined;
  const isFull = snapshot.conference.waitingList ? !venue.open : venue.taken >= venue.limit;
  return isFull ? snapshot : undefined;
}

/**
 * The current conference with its cached pools, so that an opening minute does not read the shards for each
 * submission. The conditions of the claims verify a decision to give a seat; a decision against a seat needs a fresh
 * snapshot. `undefined` if nothing is cached, or the conference has changed since.
 * @throws Refusal `unknown-conference`
 */
export async function loadWithCachedCapacity(
  table: Table,
  conferenceId: string,
  constraintKey?: Key,
): Promise<SnapshotRead | undefined> {
  const cached = findCached(conferenceId);
  if (!cached) return undefined;
  const items = await getItems(table, [keys.conference(conferenceId), ...(constraintKey ? [constraintKey] : [])]);
  const { conference } = parseConference(items);
  if (conference.version !== cached.conference.version) return undefined;
  return { snapshot: { ...cached, conference }, constraint: items.find(hasKey(constraintKey)) };
}
