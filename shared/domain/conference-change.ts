import type { Conference } from "./conference.ts";
import { Refusal } from "./refusal.ts";
import type { PoolName } from "./seat.ts";
import { poolLimits } from "./seats.ts";

/** A pool whose limit is set for the first time, or changes by so many seats. */
export interface LimitChange {
  readonly pool: PoolName;
  readonly limit: number;
  readonly isNew: boolean;
}

/** What the secretariat sends: the conference as it should be. */
export type ConferenceDraft = Omit<Conference, "conferenceId" | "version">;

/**
 * The conference as it will be.
 * @param inUse whether a registration exists; from then on the moment a seat is taken is fixed, a limit may change
 * but not appear or disappear (the seats already given out were counted without it, or would be forgotten), and a
 * category or session that people may hold can't be taken away
 * @throws Refusal `conference-in-use` with the faults
 */
export function changeConference(
  before: Conference | undefined,
  conferenceId: string,
  draft: ConferenceDraft,
  inUse: boolean,
): Conference {
  const after = { ...draft, conferenceId, version: (before?.version ?? 0) + 1 };
  if (!before || !inUse) return after;
  const faults = [
    ...(before.seatTakenAt === after.seatTakenAt ? [] : ["seatTakenAt"]),
    ...lostFrom(
      before.categories.map((each) => each.category),
      after.categories.map((each) => each.category),
      "categories",
    ),
    ...lostFrom(
      before.sessions.map((each) => each.sessionId),
      after.sessions.map((each) => each.sessionId),
      "sessions",
    ),
    ...otherPools(before, after),
  ];
  if (faults.length > 0)
    throw new Refusal(
      "conference-in-use",
      faults.map((path) => ({ path, rule: "fixedInUse" })),
    );
  return after;
}

const lostFrom = (before: readonly string[], after: readonly string[], path: string): string[] =>
  before.every((name) => after.includes(name)) ? [] : [path];

/** The paths of limits that appear on, or vanish from, something that was there before. */
function otherPools(before: Conference, after: Conference): string[] {
  const [old, next] = [poolLimits(before), poolLimits(after)];
  const wasThere = (pool: PoolName) =>
    before.categories.some(({ category }) => pool === `category:${category}`) ||
    before.sessions.some(({ sessionId }) => pool === `session:${sessionId}`);
  const appeared = [...next.keys()].filter((pool) => !old.has(pool) && wasThere(pool));
  const vanished = [...old.keys()].filter((pool) => !next.has(pool));
  return [...appeared, ...vanished].map((pool) => (pool.startsWith("category:") ? "categories" : "sessions"));
}

/** The pools whose limits this change sets. */
export function limitChanges(before: Conference | undefined, after: Conference): LimitChange[] {
  const old = before ? poolLimits(before) : new Map<PoolName, number>();
  return [...poolLimits(after)]
    .filter(([pool, limit]) => old.get(pool) !== limit)
    .map(([pool, limit]) => ({ pool, limit, isNew: !old.has(pool) }));
}
