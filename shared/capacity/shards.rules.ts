import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName, PoolShards, Shard, ShardClaim, ShardPlan } from "#shared/model/seat.ts";
import { getPoolLimit, listOccupiedPools, listPoolLimits, listUnlimitedPools, type Pools } from "./seats.rules.ts";

/**
 * Arrivals a second that one shard can serve: a transaction holds its items for about 8 ms, and 2.5 shards are ready
 * for each transaction that runs.
 */
const arrivalsPerShard = 50;

/** A shard with fewer seats than this is not worthwhile. */
const seatsPerShard = 8;

const maxShardsPerPool = 64;

/** One BatchGetItem call reads at most 100 items: the conference and the shards of all its pools. */
const maxShards = 99;

/** The number of shards for the limit and the expected arrivals. A small pool has one. */
function countWantedShards(limit: number, arrivalsPerSecond: number): number {
  const byArrivals = Math.ceil(arrivalsPerSecond / arrivalsPerShard);
  return Math.max(1, Math.min(byArrivals, Math.floor(limit / seatsPerShard), maxShardsPerPool));
}

/** The shards of all pools without a limit together. Only the page of the capacity reads them. */
const maxCountingShards = 400;

/**
 * Plans the shards of a conference's pools. The venue comes first, because every seat counts against it; the other
 * pools with a limit share what is left of one read. A pool never gets fewer shards than before, because registrations name the
 * shard that their seat was taken from.
 */
export function planShards(conference: Conference, before: ShardPlan = {}): ShardPlan {
  const limits = [...listPoolLimits(conference)];
  const others = limits.length - 1;
  // A removed category may come back.
  const plan: Partial<Record<PoolName, number>> = { ...before };
  let left = maxShards;
  for (const [index, [pool, limit]] of limits.entries()) {
    const unplanned = Math.max(1, limits.length - index);
    const share = index === 0 ? left - others : Math.floor(left / unplanned);
    const wanted = Math.min(countWantedShards(limit, conference.expectedArrivalsPerSecond), share);
    const shards = Math.max(before[pool] ?? 1, wanted, 1);
    plan[pool] = shards;
    left -= shards;
  }
  const unlimited = listUnlimitedPools(conference);
  const counting = countWantedShards(Number.POSITIVE_INFINITY, conference.expectedArrivalsPerSecond);
  for (const pool of unlimited)
    plan[pool] = Math.max(before[pool] ?? 1, Math.min(counting, Math.floor(maxCountingShards / unlimited.length)));
  return plan;
}

/** The change of one shard's limit. */
export interface LimitMove {
  readonly shard: number;
  /** The present limit; absent for a shard that is new or has no limit yet. */
  readonly from?: number;
  /** The new limit; `Infinity` takes it away. */
  readonly to: number;
  /** Whether the taken seats must be at most, or at least, the new limit when it is written. */
  readonly bound: "at-most" | "at-least";
  /** Whether the shard is closed to the public with this move. */
  readonly close: boolean;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Plans the moves that bring a pool to its limit and its number of shards; empty if it is there already.
 *
 * If the limit covers all taken seats, each shard gets its taken seats and an equal part of the free ones. No shard is
 * over its limit, and from then on the conditions of the shards alone keep the limit of the pool. Otherwise no shard
 * keeps a free seat, and the pool stays closed until enough people have left. A pool with a damaged shard or limit stays
 * as it is.
 */
export function planRebalancing(limit: number, count: number, shards: readonly Shard[]): LimitMove[] {
  // What a damaged counter holds is unknown, so its free seats can't be moved; and a damaged limit divides no seats.
  if (!isCount(limit) || !shards.every(isSoundShard)) return [];
  const all = Array.from({ length: Math.max(count, shards.length) }, (_, index) => index);
  const found = new Map(shards.map((each) => [each.shard, each]));
  const taken = all.map((shard) => found.get(shard)?.taken ?? 0);
  const isComplete = shards.length === all.length && sum(shards.map((each) => each.limit)) === limit;
  if (isComplete && (sum(taken) > limit || shards.every((each) => each.taken <= each.limit))) return [];
  const isOverLimit = sum(taken) > limit;
  const limits = isOverLimit ? distributeInProportion(limit, taken) : distributeFreeSeats(limit, taken);
  return limits.flatMap((to, shard) => {
    const from = found.get(shard)?.limit;
    const isUnchanged = from === to && !isOverLimit;
    if (isUnchanged) return [];
    const bound = isOverLimit ? "at-least" : "at-most";
    return [
      { shard, to, bound, close: isOverLimit, ...(from !== undefined && isLimited({ limit: from }) && { from }) },
    ];
  });
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Whether each pool of a plan has a number of shards that `planShards` may give it. */
export const isPossiblePlan = (plan: ShardPlan): boolean =>
  Object.values(plan).every((count = 1) => isCount(count) && count > 0 && count <= maxShardsPerPool);

/** Whether a shard has the numbers that Palais writes. The seats of one that has not are unknown. */
const isSoundShard = ({ limit, taken }: Shard): boolean =>
  isCount(taken) && (limit === Number.POSITIVE_INFINITY || isCount(limit));

/** A shard as rules may rely on it. A damaged one is full: it gives no seat until `verify-counters` has repaired it. */
function toReliableShard(shard: Shard): Shard {
  if (isSoundShard(shard)) return shard;
  if (shard.limit === Number.POSITIVE_INFINITY) return { ...shard, taken: 0 };
  const limit = isCount(shard.limit) ? shard.limit : 0;
  return { ...shard, limit, taken: limit };
}

const isLimited = ({ limit }: Pick<Shard, "limit">): boolean => Number.isFinite(limit);

/** The limits of the shards of a pool together, without those that have none yet. */
export const sumLimits = (shards: readonly Shard[]): number => sum(shards.filter(isLimited).map(({ limit }) => limit));

/** Plans the moves that take the limit of a pool away. */
const planLifting = (shards: readonly Shard[]): LimitMove[] =>
  shards
    .filter(isLimited)
    .map(({ shard, limit }) => ({ shard, from: limit, to: Number.POSITIVE_INFINITY, bound: "at-most", close: false }));

/** The moves that each loaded pool of a conference needs. A pool that needs none is left out. */
export function planPoolMoves(
  conference: Conference,
  plan: ShardPlan,
  shards: PoolShards,
): { readonly pool: PoolName; readonly moves: readonly LimitMove[] }[] {
  const limited = [...listPoolLimits(conference)].map(([pool, limit]) => ({
    pool,
    moves: planRebalancing(limit, plan[pool] ?? 1, shards.get(pool) ?? []),
  }));
  const lifted = listUnlimitedPools(conference).map((pool) => ({ pool, moves: planLifting(shards.get(pool) ?? []) }));
  return [...limited, ...lifted].filter(({ moves }) => moves.length > 0);
}

/** For each shard its taken seats and an equal part of the free ones. */
function distributeFreeSeats(limit: number, taken: readonly number[]): number[] {
  const free = limit - sum(taken);
  const part = Math.floor(free / taken.length);
  return taken.map((own, index) => own + part + (index < free % taken.length ? 1 : 0));
}

/** For each shard at most its taken seats, in proportion to them. The sum is exactly the limit. */
function distributeInProportion(limit: number, taken: readonly number[]): number[] {
  let [left, seats] = [limit, sum(taken)];
  return taken.map((own) => {
    const part = seats === 0 ? 0 : Math.min(own, Math.round((left * own) / seats));
    left -= part;
    seats -= own;
    return part;
  });
}

/** The pools as rules see them. A pool is open if all of its shards are. A damaged shard counts as full. */
export function summarizePools(pools: PoolShards): Pools {
  return new Map(
    [...pools].map(([pool, stored]) => {
      const shards = stored.map(toReliableShard);
      const isOpen = shards.every(({ open }) => open);
      return [
        pool,
        { isOpen, limit: sum(shards.map(({ limit }) => limit)), taken: sum(shards.map(({ taken }) => taken)) },
      ];
    }),
  );
}

/**
 * Chooses a shard with a free seat, in proportion to its free seats. The public takes from open shards only.
 * @param random from 0 to less than 1
 * @param isAvoided shards where a transaction conflict occurred; chosen only if no other shard has a free seat
 * @returns `undefined` if the pool has no free seat
 */
export function chooseShard(
  shards: readonly Shard[],
  admission: Change["admission"],
  random: number,
  isAvoided: (shard: number) => boolean = () => false,
): number | undefined {
  // A limit that was set a moment ago has not reached every shard: those that have none yet give no seat.
  const free = shards
    .filter((shard) => isLimited(shard) && isSoundShard(shard))
    .filter(({ limit, taken, open }) => taken < limit && (open || admission === "waiting-list"));
  const preferred = free.filter(({ shard }) => !isAvoided(shard));
  const candidates = preferred.length > 0 ? preferred : free;
  let ticket = random * sum(candidates.map(({ limit, taken }) => limit - taken));
  return candidates.find(({ limit, taken }) => {
    ticket -= limit - taken;
    return ticket < 0;
  })?.shard;
}

/** Chooses the shard of a pool without a limit that counts a seat. It need not have been read. @param count its shards */
function chooseCountingShard(count: number, random: number, isAvoided: (shard: number) => boolean): number {
  const first = Math.floor(random * count);
  for (let step = 0; step < count; step += 1) {
    const shard = (first + step) % count;
    if (!isAvoided(shard)) return shard;
  }
  return first;
}

/** What the choice of shards depends on. */
export interface ShardChoice {
  readonly conference: Conference;
  readonly shardPlan: ShardPlan;
  readonly shards: PoolShards;
}

/**
 * Chooses the shard of a pool that a seat is taken from: one with a free seat, or any one of a pool without a limit.
 * @returns `undefined` if the pool has no free seat, or if its shards have more seats than its limit
 */
export function chooseClaim(
  { conference, shardPlan, shards }: ShardChoice,
  pool: PoolName,
  admission: Change["admission"],
  random: number,
  isAvoided: (pool: PoolName, shard: number) => boolean = () => false,
): Pick<ShardClaim, "shard" | "isUnlimited"> | undefined {
  const isAvoidedHere = (shard: number) => isAvoided(pool, shard);
  if (listUnlimitedPools(conference).includes(pool))
    return { shard: chooseCountingShard(shardPlan[pool] ?? 1, random, isAvoidedHere), isUnlimited: true };
  const found = shards.get(pool) ?? [];
  // Above the limit of the pool, the conditions of its shards do not keep it: it was lowered a moment ago, or is damaged.
  if (!(sumLimits(found.map(toReliableShard)) <= getPoolLimit(conference, pool))) return undefined;
  const shard = chooseShard(found, admission, random, isAvoidedHere);
  return shard === undefined ? undefined : { shard };
}

/**
 * Creates a function that chooses the shards of all seats that one transaction takes. A chosen seat is not free for the
 * next one, and a pool's seats come from the same shard while it has free ones, so that the transaction has few writes.
 * @param random returns a number from 0 to less than 1
 */
export function createClaimChooser(
  choice: ShardChoice,
  random: () => number,
  isAvoided: (pool: PoolName, shard: number) => boolean,
): (pool: PoolName, admission: Change["admission"]) => Pick<ShardClaim, "shard" | "isUnlimited"> | undefined {
  let { shards } = choice;
  const last = new Map<PoolName, number>();
  return (pool, admission) => {
    const choose = (avoids: (pool: PoolName, shard: number) => boolean) =>
      chooseClaim({ ...choice, shards }, pool, admission, random(), avoids);
    const earlier = last.get(pool);
    const again = earlier !== undefined && choose((_, shard) => shard !== earlier);
    const chosen = again && again.shard === earlier ? again : choose(isAvoided);
    if (!chosen) return undefined;
    last.set(pool, chosen.shard);
    shards = applyClaims(shards, [{ pool, ...chosen, take: 1 }]);
    return chosen;
  };
}

/** The claims of a transaction as one claim for each shard. A shard that gets back what it gives has none. */
export function mergeClaims(claims: readonly ShardClaim[]): ShardClaim[] {
  const merged = new Map<string, ShardClaim>();
  for (const claim of claims) {
    const key = `${claim.pool} ${claim.shard}`;
    const earlier = merged.get(key);
    merged.set(key, { ...earlier, ...claim, take: (earlier?.take ?? 0) + claim.take });
  }
  return [...merged.values()].filter(({ take }) => take !== 0);
}

/** The shards after these claims. */
export function applyClaims(pools: PoolShards, claims: readonly ShardClaim[]): PoolShards {
  const change = (pool: PoolName, shard: number) =>
    sum(claims.filter((claim) => claim.pool === pool && claim.shard === shard).map(({ take }) => take));
  return new Map(
    [...pools].map(([pool, shards]) => [
      pool,
      shards.map((each) => ({ ...each, taken: each.taken + change(pool, each.shard) })),
    ]),
  );
}

const listAllocatedSeats = (registration: Registration | undefined) =>
  (Object.entries(registration?.shardAllocations ?? {}) as [PoolName, number][]).map(([pool, shard]) => ({
    pool,
    shard,
  }));

/** A pool has no free seat when a shard is chosen, although the rule found one. */
export class PoolExhausted extends Error {}

/**
 * Derives the seats that a change takes and gives back: for each pool, `occupied(after) − occupied(before)` over all
 * its registrations. A seat that one registration releases goes to another registration of the same change that needs
 * the same pool, so that a seat changes hands without a change of any counter.
 * @param choose returns the shard of the pool that a seat is taken from, or `undefined` if the pool has no free one
 * @returns the registrations with their shard allocations, and the shards that pay for them
 * @throws PoolExhausted if no shard of a pool has a free seat
 */
export function allocateSeats(
  conference: Conference,
  registrations: readonly RegistrationChange[],
  choose: (pool: PoolName) => Pick<ShardClaim, "shard" | "isUnlimited"> | undefined,
): { registrations: RegistrationChange[]; claims: ShardClaim[] } {
  const released = registrations.flatMap(({ before, after }) => {
    const kept = listOccupiedPools(conference, after);
    return listAllocatedSeats(before).filter(({ pool }) => !kept.includes(pool));
  });
  const claims: ShardClaim[] = [];
  const reuse = (pool: PoolName) => {
    const index = released.findIndex((seat) => seat.pool === pool);
    return index < 0 ? undefined : released.splice(index, 1)[0]?.shard;
  };
  const claim = (pool: PoolName) => {
    const chosen = choose(pool);
    if (!chosen) throw new PoolExhausted(pool);
    claims.push({ pool, ...chosen, take: 1 });
    return chosen.shard;
  };
  const allocated = registrations.map(({ before, after }): RegistrationChange => {
    const pools = listOccupiedPools(conference, after);
    const shards = pools.map((pool) => [pool, before?.shardAllocations[pool] ?? reuse(pool) ?? claim(pool)] as const);
    return { ...(before && { before }), after: { ...after, shardAllocations: Object.fromEntries(shards) } };
  });
  return { registrations: allocated, claims: [...claims, ...released.map((seat) => ({ ...seat, take: -1 }))] };
}
