import type { Step } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { Places, PoolName } from "#shared/domain/seat.ts";
import { occupiedPools } from "#shared/domain/seats.ts";
import type { ShardClaim } from "./pools.ts";

/** A registration's after with its places filled in, and the shards that pay for them. */
export interface Claims {
  readonly steps: readonly Step[];
  readonly shards: readonly ShardClaim[];
}

/** A shard of the pool that has a place; none if the pool has none. */
export type ChooseShard = (pool: PoolName) => number | undefined;

type Place = { readonly pool: PoolName; readonly shard: number };

const placesOf = (registration: Registration | undefined): Place[] =>
  Object.entries(registration?.places ?? {}).map(([pool, shard]) => ({
    pool: pool as PoolName,
    shard: shard as number,
  }));

/** The pool that had no place left when the claims were drawn. */
export class NoPlace extends Error {}

/**
 * The seats that a change moves: for each pool, `occupied(after) − occupied(before)` over all its steps. A place
 * that one step gives up goes to the step that needs one of the same pool, so a seat changes hands without any
 * counter moving.
 * @throws NoPlace when a pool has no shard with a place
 */
export function seatClaims(conference: Conference, steps: readonly Step[], choose: ChooseShard): Claims {
  const freed = steps.flatMap(({ before, after }) => {
    const kept = occupiedPools(conference, after);
    return placesOf(before).filter(({ pool }) => !kept.includes(pool));
  });
  const shards: ShardClaim[] = [];
  const settle = (step: Step): Step => {
    const places: Partial<Record<PoolName, number>> = {};
    for (const pool of occupiedPools(conference, step.after)) {
      places[pool] = step.before?.places[pool] ?? takeOver(freed, pool) ?? claim(shards, pool, choose);
    }
    return { ...step, after: { ...step.after, places: places as Places } };
  };
  const settled = steps.map(settle);
  return { steps: settled, shards: [...shards, ...freed.map((place) => ({ ...place, take: -1 as const }))] };
}

function takeOver(freed: Place[], pool: PoolName): number | undefined {
  const index = freed.findIndex((place) => place.pool === pool);
  return index < 0 ? undefined : freed.splice(index, 1)[0]?.shard;
}

function claim(shards: ShardClaim[], pool: PoolName, choose: ChooseShard): number {
  const shard = choose(pool);
  if (shard === undefined) throw new NoPlace(pool);
  shards.push({ pool, shard, take: 1 });
  return shard;
}
