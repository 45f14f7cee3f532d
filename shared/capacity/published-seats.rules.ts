import type { Conference } from "#shared/model/conference.ts";
import { addHours } from "#shared/model/time.ts";
import type { PoolState } from "./seats.rules.ts";

/** How long the public sees the same word at least, in hours: five minutes. */
const publicationHours = 5 / 60;

/**
 * What the public sees of the free seats, from the most to the least: `few` says that some may be free, `none` that none
 * may be free.
 */
const seatLevels = ["available", "few", "none"] as const;
type SeatLevel = (typeof seatLevels)[number];

/** What the public sees, as of `at`, and the numbers of free seats at which it sees less next. */
export interface PublishedSeats {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly level: SeatLevel;
  readonly fewAt: number;
  readonly noneAt: number;
}

/** Two random numbers, each at least 0 and less than 1. */
export interface BorderDraw {
  readonly few: number;
  readonly none: number;
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(Math.ceil(value), least), most);

/** Between how many numbers of free seats each border is drawn. The smaller the venue, the fewer there are. */
const countBorders = (limit: number) => ({ none: clamp(limit / 10, 3, 12), few: clamp(limit / 5, 3, 30) });

/** New borders: `none` below the first range, `few` above it. */
function drawBorders(limit: number, draw: BorderDraw): Pick<PublishedSeats, "fewAt" | "noneAt"> {
  const { none, few } = countBorders(limit);
  return { noneAt: Math.floor(draw.none * none), fewAt: none + Math.floor(draw.few * few) };
}

function findLevel(free: number, { fewAt, noneAt }: Pick<PublishedSeats, "fewAt" | "noneAt">): SeatLevel {
  if (free <= noneAt) return "none";
  return free <= fewAt ? "few" : "available";
}

const isWorse = (one: SeatLevel, other: SeatLevel) => seatLevels.indexOf(one) > seatLevels.indexOf(other);

const better = (one: SeatLevel, other: SeatLevel) => (isWorse(one, other) ? other : one);

/**
 * What the public sees from `at` on, so that one registration can hardly be told from none by it. The seats are counted
 * at most every five minutes. The word changes at borders that no one knows: they are drawn for each word and not again
 * while it stays, so that asking again reveals nothing. It returns to a better word only after as many more seats are
 * free as a border can move, so that the same border is not crossed to and fro.
 * @returns `undefined` before the next count is due
 */
export function publishSeats(
  published: PublishedSeats | undefined,
  { isOpen, limit, taken }: PoolState,
  at: string,
  draw: BorderDraw,
): PublishedSeats | undefined {
  if (published && at < addHours(published.at, publicationHours)) return undefined;
  const free = isOpen ? Math.max(0, limit - taken) : 0;
  const borders = published ?? drawBorders(limit, draw);
  // An empty venue says nothing about anyone.
  const isEmpty = isOpen && taken === 0;
  const present = isEmpty ? "available" : findLevel(free, borders);
  if (!published) return { at, ...borders, level: present };
  const afterReturn = isEmpty ? present : findLevel(free - countBorders(limit).few, borders);
  const level = isWorse(present, published.level) ? present : better(published.level, afterReturn);
  return { ...published, ...(level !== published.level && drawBorders(limit, draw)), at, level };
}

/** The public word. Before the first publication, every seat is free. */
export function toSeatsWord(
  { waitingList }: Pick<Conference, "waitingList">,
  published: PublishedSeats | undefined,
): "available" | "few" | "waiting-list" | "full" {
  if (!published) return "available";
  if (published.level !== "none") return published.level;
  return waitingList ? "waiting-list" : "full";
}
