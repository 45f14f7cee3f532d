import { listPoolLimits } from "#shared/capacity/seats.rules.ts";
import { findClosingErrors } from "#shared/conferences/closing.rules.ts";
import {
  type Category,
  type Conference,
  type ConferenceSession,
  findKnownCategory,
  getCategoryKind,
} from "#shared/model/conference.ts";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
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

/** A category as the secretariat submits it. Fields that can be `null`: absent as before, `null` none. */
type CategoryDraft = Omit<Category, "listOrder" | "quota"> & {
  readonly listOrder?: number | null;
  readonly quota?: number | null;
};

/** As `CategoryDraft`. */
type SessionDraft = Omit<ConferenceSession, "capacity"> & { readonly capacity?: number | null };

/**
 * The settings of a conference, as the secretariat submits them. Fields that can be `null`: absent as before, `null` the
 * default.
 */
export type ConferenceDraft = Omit<
  Conference,
  | "conferenceId"
  | "version"
  | "categories"
  | "removedCategories"
  | "roles"
  | "countries"
  | "badgeLayouts"
  | "questionsVersion"
> & {
  readonly categories: readonly CategoryDraft[];
  readonly sessions: readonly SessionDraft[];
  readonly badgeLayouts?: Conference["badgeLayouts"] | null;
  readonly roles?: Conference["roles"] | null;
  readonly countries?: Conference["countries"] | null;
};

/**
 * The categories with what a change leaves out: as before, otherwise the defaults of a new category. A category that was
 * created without required fields keeps requiring none. A category that comes back is the one that was removed.
 */
function completeCategories(before: Conference | undefined, categories: readonly CategoryDraft[]): Category[] {
  return categories.map(({ listOrder: submittedOrder, quota: submittedQuota, ...each }) => {
    const earlier = before && findKnownCategory(before, each.category);
    const kind = each.kind ?? (earlier ? earlier.kind : getCategoryKind(each));
    const requires = each.requires ?? (earlier ? earlier.requires : getDefaultRequires(getCategoryKind(each)));
    const listOrder = keepOmitted(submittedOrder, earlier?.listOrder);
    const quota = keepOmitted(submittedQuota, earlier?.quota);
    return {
      ...each,
      ...(kind && { kind }),
      ...(requires && { requires }),
      ...(listOrder !== undefined && { listOrder }),
      ...(quota !== undefined && { quota }),
    };
  });
}

/** The value as submitted; as before if it is left out, and none for `null`. */
const keepOmitted = (submitted: number | null | undefined, before: number | undefined): number | undefined =>
  submitted === undefined ? before : (submitted ?? undefined);

function completeSessions(before: Conference | undefined, sessions: readonly SessionDraft[]): ConferenceSession[] {
  return sessions.map(({ capacity: submitted, ...each }) => {
    const earlier = before?.sessions.find(({ sessionId }) => sessionId === each.sessionId);
    const capacity = keepOmitted(submitted, earlier?.capacity);
    return { ...each, ...(capacity !== undefined && { capacity }) };
  });
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

/** The settings as submitted; those that a change may leave out are as before, and without a value for `null`. */
function mergeSettings(before: Conference | undefined, draft: ConferenceDraft) {
  const { roles, countries, badgeLayouts, ...settings } = draft;
  const { dayEndsAt, badgeLayout, questionsVersion } = before ?? {};
  const kept = {
    roles: roles === undefined ? before?.roles : roles,
    countries: countries === undefined ? before?.countries : countries,
    badgeLayouts: badgeLayouts === undefined ? before?.badgeLayouts : badgeLayouts,
  };
  return {
    ...(dayEndsAt !== undefined && { dayEndsAt }),
    ...(badgeLayout && { badgeLayout }),
    ...(questionsVersion !== undefined && { questionsVersion }),
    ...settings,
    ...(kept.roles && { roles: kept.roles }),
    ...(kept.countries && { countries: kept.countries }),
    ...(kept.badgeLayouts && { badgeLayouts: kept.badgeLayouts }),
  };
}

/** What of a conference its registrations use. */
export interface ConferenceUse {
  /** Whether a registration exists. */
  readonly hasRegistrations: boolean;
  /** Those of the replaced categories that have a live registration or a delegation. */
  readonly categories: ReadonlySet<string>;
}

/**
 * The conference with new settings.
 * @param use from the first registration, `seatTakenAt` is fixed, and a session or a role of its own cannot be removed.
 * A category with live registrations can neither be removed nor change its kind, by which the head of a State is unique
 * @throws DomainError `invalid-request` if the registration closes after the conference; `conference-in-use` with the
 * paths of the changes
 */
export function updateConference(
  before: Conference | undefined,
  conferenceId: string,
  draft: ConferenceDraft,
  use: ConferenceUse,
): Conference {
  const categories = completeCategories(before, draft.categories);
  const removed = before && use.hasRegistrations ? listRemovedCategories(before, categories) : [];
  const after = {
    ...mergeSettings(before, draft),
    categories,
    sessions: completeSessions(before, draft.sessions),
    ...(removed.length > 0 && { removedCategories: removed }),
    conferenceId,
    version: (before?.version ?? 0) + 1,
  };
  const closingErrors = findClosingErrors(after);
  if (closingErrors.length > 0) throw new DomainError("invalid-request", closingErrors);
  if (!before) return after;
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

/** The roles that only the conference names. A built-in role that a person has keeps its title without the conference. */
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
