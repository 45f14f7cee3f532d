import type { Conference } from "#shared/model/conference.ts";
import { addHours } from "#shared/model/time.ts";
import type { PoolState } from "./seats.rules.ts";

/** The minimum time between two publications, in hours: five minutes. */
const publicationHours = 5 / 60;

/** The published availability, from the best to the worst. Both `few` and `none` say that few or no seats are free. */
const seatLevels = ["available", "few", "none"] as const;
type SeatLevel = (typeof seatLevels)[number];

/** The published availability as of `at`, and the numbers of free seats at which a worse one is published next. */
export interface PublishedSeats {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly level: SeatLevel;
  readonly fewAt: number;
  readonly noneAt: number;
  /** By how much the borders of the ranges of waiting people are shifted (position-range.rules.ts). */
  readonly positionOffset?: number;
}

/** A random number for each threshold, at least 0 and less than 1. */
export interface RandomNumbers {
  readonly few: number;
  readonly none: number;
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(Math.ceil(value), least), most);

/** The number of values that each threshold can have. The smaller the venue, the fewer there are. */
const countThresholds = (limit: number) => ({ none: clamp(limit / 10, 3, 12), few: clamp(limit / 5, 3, 30) });

/** Chooses random thresholds. That of `few` is above each one of `none`. */
function chooseThresholds(limit: number, random: RandomNumbers): Pick<PublishedSeats, "fewAt" | "noneAt"> {
  const { none, few } = countThresholds(limit);
  return { noneAt: Math.floor(random.none * none), fewAt: none + Math.floor(random.few * few) };
}

function findLevel(free: number, { fewAt, noneAt }: Pick<PublishedSeats, "fewAt" | "noneAt">): SeatLevel {
  if (free <= noneAt) return "none";
  return free <= fewAt ? "few" : "available";
}

const isWorse = (one: SeatLevel, other: SeatLevel) => seatLevels.indexOf(one) > seatLevels.indexOf(other);

const better = (one: SeatLevel, other: SeatLevel) => (isWorse(one, other) ? other : one);

/**
 * Computes the availability to publish, so that one registration rarely changes it. Seats are counted at most every five
 * minutes. The thresholds are random and secret, and stay the same until the availability changes, so that repeated
 * reading reveals nothing. A better availability is published only when as many more seats are free as a threshold can
 * move, so that the availability does not change back and forth at one threshold.
 * @returns `undefined` before the next publication is due
 */
export function publishSeats(
  published: PublishedSeats | undefined,
  { isOpen, limit, taken }: PoolState,
  at: string,
  random: RandomNumbers,
): PublishedSeats | undefined {
  if (published && at < addHours(published.at, publicationHours)) return undefined;
  const free = isOpen ? Math.max(0, limit - taken) : 0;
  const thresholds = published ?? chooseThresholds(limit, random);
  // The availability of an empty venue reveals no registration.
  const isEmpty = isOpen && taken === 0;
  const present = isEmpty ? "available" : findLevel(free, thresholds);
  if (!published) return { at, ...thresholds, level: present };
  const afterReturn = isEmpty ? present : findLevel(free - countThresholds(limit).few, thresholds);
  const level = isWorse(present, published.level) ? present : better(published.level, afterReturn);
  return { ...published, ...(level !== published.level && chooseThresholds(limit, random)), at, level };
}

/** The availability in the API: `waiting-list` or `full` for `none`. Before the first publication it is `available`. */
export function toSeatAvailability(
  { waitingList }: Pick<Conference, "waitingList">,
  published: PublishedSeats | undefined,
): "available" | "few" | "waiting-list" | "full" {
  if (!published) return "available";
  if (published.level !== "none") return published.level;
  return waitingList ? "waiting-list" : "full";
}
