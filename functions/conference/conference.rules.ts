import { listPoolLimits } from "#shared/capacity/seats.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PoolName } from "#shared/model/seat.ts";

/** A new limit of a pool. */
export interface LimitChange {
  readonly pool: PoolName;
  readonly limit: number;
  readonly isNew: boolean;
}

/** The settings of a conference, as the secretariat submits them. */
export type ConferenceDraft = Omit<Conference, "conferenceId" | "version">;

/**
 * The conference with new settings.
 * @param inUse whether a registration exists. From then on, `seatTakenAt` is fixed; a limit may change, but not be added
 * or removed, because seats were given without it or with it; and a category or session cannot be removed
 * @throws DomainError `conference-in-use` with the paths of the changes
 */
export function updateConference(
  before: Conference | undefined,
  conferenceId: string,
  draft: ConferenceDraft,
  inUse: boolean,
): Conference {
  const kept = before?.dayEndsAt === undefined ? {} : { dayEndsAt: before.dayEndsAt };
  const after = { ...kept, ...draft, conferenceId, version: (before?.version ?? 0) + 1 };
  if (!before || !inUse) return after;
  const paths = [
    ...(before.seatTakenAt === after.seatTakenAt ? [] : ["seatTakenAt"]),
    ...findRemovedNames(
      before.categories.map((each) => each.category),
      after.categories.map((each) => each.category),
      "categories",
    ),
    ...findRemovedNames(
      before.sessions.map((each) => each.sessionId),
      after.sessions.map((each) => each.sessionId),
      "sessions",
    ),
    ...listChangedPoolPaths(before, after),
  ];
  if (paths.length > 0)
    throw new DomainError(
      "conference-in-use",
      paths.map((path) => ({ path, rule: "fixedInUse" })),
    );
  return after;
}

const findRemovedNames = (before: readonly string[], after: readonly string[], path: string): string[] =>
  before.every((name) => after.includes(name)) ? [] : [path];

/** The paths of the limits that a change adds to, or removes from, an existing category or session. */
function listChangedPoolPaths(before: Conference, after: Conference): string[] {
  const [old, next] = [listPoolLimits(before), listPoolLimits(after)];
  const existed = (pool: PoolName) =>
    before.categories.some(({ category }) => pool === `category:${category}`) ||
    before.sessions.some(({ sessionId }) => pool === `session:${sessionId}`);
  const added = [...next.keys()].filter((pool) => !old.has(pool) && existed(pool));
  const removed = [...old.keys()].filter((pool) => !next.has(pool));
  return [...added, ...removed].map((pool) => (pool.startsWith("category:") ? "categories" : "sessions"));
}

/** The pools whose limits a change sets. */
export function listLimitChanges(before: Conference | undefined, after: Conference): LimitChange[] {
  const old = before ? listPoolLimits(before) : new Map<PoolName, number>();
  return [...listPoolLimits(after)]
    .filter(([pool, limit]) => old.get(pool) !== limit)
    .map(([pool, limit]) => ({ pool, limit, isNew: !old.has(pool) }));
}
