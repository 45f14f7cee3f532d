import { listPoolLimits } from "#shared/capacity/seats.rules.ts";
import { findClosingErrors } from "#shared/conferences/closing.rules.ts";
import type { Category, Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { isBuiltInRole } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { getDefaultRequires } from "#shared/registrations/requirements.rules.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";

/** A new limit of a pool. */
export interface LimitChange {
  readonly pool: PoolName;
  readonly limit: number;
  readonly isNew: boolean;
}

/** The settings of a conference, as the secretariat submits them. Fields that can be `null`: absent as before, `null` the default. */
export type ConferenceDraft = Omit<Conference, "conferenceId" | "version" | "roles" | "countries" | "badgeLayouts"> & {
  readonly badgeLayouts?: Conference["badgeLayouts"] | null;
  readonly roles?: Conference["roles"] | null;
  readonly countries?: Conference["countries"] | null;
};

/**
 * The categories with the fields that each requires: as submitted, otherwise as before, otherwise the default of a new
 * category. A category that was created without any keeps requiring none.
 */
function completeCategories(before: Conference | undefined, categories: readonly Category[]): Category[] {
  return categories.map((each) => {
    const earlier = before?.categories.find(({ category }) => category === each.category);
    const requires = each.requires ?? (earlier ? earlier.requires : getDefaultRequires(each.category));
    return requires ? { ...each, requires } : each;
  });
}

/**
 * The conference with new settings.
 * @param inUse whether a registration exists. From then on, `seatTakenAt` is fixed; a limit may change, but not be added
 * or removed, because seats were given without it or with it; and a category, a session or a role of its own cannot be removed
 * @throws DomainError `invalid-request` if the registration closes after the conference; `conference-in-use` with the
 * paths of the changes
 */
export function updateConference(
  before: Conference | undefined,
  conferenceId: string,
  draft: ConferenceDraft,
  inUse: boolean,
): Conference {
  const { dayEndsAt, badgeLayout } = before ?? {};
  const kept = { ...(dayEndsAt !== undefined && { dayEndsAt }), ...(badgeLayout && { badgeLayout }) };
  const { roles: submittedRoles, countries = before?.countries, ...rest } = draft;
  const { badgeLayouts = before?.badgeLayouts, ...settings } = rest;
  const roles = submittedRoles === undefined ? before?.roles : (submittedRoles ?? undefined);
  const after = {
    ...kept,
    ...settings,
    categories: completeCategories(before, draft.categories),
    ...(roles && { roles }),
    ...(countries && { countries }),
    ...(badgeLayouts && { badgeLayouts }),
    conferenceId,
    version: (before?.version ?? 0) + 1,
  };
  const closingErrors = findClosingErrors(after);
  if (closingErrors.length > 0) throw new DomainError("invalid-request", closingErrors);
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
    ...findRemovedNames(listOwnRoles(before), listOwnRoles(after), "roles"),
    ...listChangedPoolPaths(before, after),
  ];
  if (paths.length > 0)
    throw new DomainError(
      "conference-in-use",
      paths.map((path) => ({ path, rule: "fixedInUse" })),
    );
  return after;
}

/** The roles that only the conference names. A built-in role that a person has keeps its title without the conference. */
const listOwnRoles = (conference: Conference): string[] =>
  listRoles(conference)
    .map(({ role }) => role)
    .filter((role) => !isBuiltInRole(role));

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
