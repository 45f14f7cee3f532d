import { listPoolLimits } from "#shared/capacity/seats.rules.ts";
import { findClosingErrors, findDeadlineErrors, findWaitingListErrors } from "#shared/conferences/settings.rules.ts";
import { type Category, type Conference, getCategoryKind } from "#shared/model/conference.ts";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
import { isBuiltInRole } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";
import { type ConferenceDraft, mergeSettings } from "./settings.rules.ts";

/** A new limit of a pool. */
export interface LimitChange {
  readonly pool: PoolName;
  readonly limit: number;
  readonly isNew: boolean;
}

/** The categories that are no longer offered, without limits; those that come back are left out. */
function listRemovedCategories(before: Conference, after: readonly Category[]): Category[] {
  const isOffered = ({ category }: Category) => after.some((each) => each.category === category);
  return [...before.categories, ...(before.removedCategories ?? [])]
    .filter((each) => !isOffered(each))
    .map(({ quota: _, ...each }) => each);
}

/** The names of the categories that a draft removes, or that it gives another kind. */
export function listReplacedCategories(before: Conference, draft: Pick<ConferenceDraft, "categories">): string[] {
  const isKept = (each: Category) =>
    draft.categories.some(
      ({ category, kind }) => category === each.category && (kind ?? getCategoryKind(each)) === getCategoryKind(each),
    );
  return before.categories.filter((each) => !isKept(each)).map(({ category }) => category);
}

/** What of a conference its registrations use. */
export interface ConferenceUse {
  /** Whether a registration exists. */
  readonly hasRegistrations: boolean;
  /** Those of the replaced categories that have a live registration or a delegation. */
  readonly categories: ReadonlySet<string>;
  /** Whether a live registration takes part online, where the change no longer allows it. */
  readonly hasOnline: boolean;
}

/** Whether a change lets no one take part online any more. */
export const endsOnlineParticipation = (
  before: Conference | undefined,
  { participation }: Pick<ConferenceDraft, "participation">,
): boolean => before?.participation === "hybrid" && participation !== undefined && participation !== "hybrid";

/**
 * The conference with new settings.
 * @param use from the first registration, `seatTakenAt` is fixed, and a session or a role of its own cannot be removed.
 * A category with live registrations can neither be removed nor change its kind, by which the head of a State is unique
 * @throws DomainError `invalid-request` at the settings that contradict each other; `conference-in-use` with the
 * paths of the changes; `online-registrations` if people take part online
 */
export function updateConference(
  before: Conference | undefined,
  conferenceId: string,
  draft: ConferenceDraft,
  use: ConferenceUse,
): Conference {
  const { removedCategories: _, ...settings } = mergeSettings(before, draft);
  const removed = before && use.hasRegistrations ? listRemovedCategories(before, settings.categories) : [];
  const after = {
    ...settings,
    ...(removed.length > 0 && { removedCategories: removed }),
    conferenceId,
    version: (before?.version ?? 0) + 1,
  };
  const invalid = [...findClosingErrors(after), ...findDeadlineErrors(after), ...findWaitingListErrors(after)];
  if (invalid.length > 0) throw new DomainError("invalid-request", invalid);
  if (!before) return after;
  if (use.hasOnline && endsOnlineParticipation(before, draft)) throw new DomainError("online-registrations");
  const errors = [...findUsedCategories(after, use), ...(use.hasRegistrations ? findFixedSettings(before, after) : [])];
  if (errors.length > 0) throw new DomainError("conference-in-use", errors);
  return after;
}

/** An error for each used category that is removed or changes its kind. */
const findUsedCategories = ({ categories }: Conference, use: ConferenceUse): FieldError[] =>
  [...use.categories].map((name) => {
    const index = categories.findIndex(({ category }) => category === name);
    const path = index < 0 ? "categories" : `categories.${index}.kind`;
    return { path, rule: "categoryInUse", values: { name } };
  });

/** An error for each setting that is fixed from the first registration. */
function findFixedSettings(before: Conference, after: Conference): FieldError[] {
  const paths = [
    ...(before.seatTakenAt === after.seatTakenAt ? [] : ["seatTakenAt"]),
    ...findRemovedNames(
      before.sessions.map((each) => each.sessionId),
      after.sessions.map((each) => each.sessionId),
      "sessions",
    ),
    ...findRemovedNames(listOwnRoles(before), listOwnRoles(after), "roles"),
  ];
  return paths.map((path) => ({ path, rule: "fixedInUse" }));
}

/**
 * The roles that only the conference names. A built-in role that a person has keeps its title without the conference.
 */
const listOwnRoles = (conference: Conference): string[] =>
  listRoles(conference)
    .map(({ role }) => role)
    .filter((role) => !isBuiltInRole(role));

const findRemovedNames = (before: readonly string[], after: readonly string[], path: string): string[] =>
  before.every((name) => after.includes(name)) ? [] : [path];

/** The pools whose limits a change sets. */
export function listLimitChanges(before: Conference | undefined, after: Conference): LimitChange[] {
  const old = before ? listPoolLimits(before) : new Map<PoolName, number>();
  return [...listPoolLimits(after)]
    .filter(([pool, limit]) => old.get(pool) !== limit)
    .map(([pool, limit]) => ({ pool, limit, isNew: !old.has(pool) }));
}
