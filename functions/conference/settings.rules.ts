import { mergeParts } from "#shared/conferences/merge-parts.rules.ts";
import type { BadgeAccess } from "#shared/model/badge.ts";
import {
  type Category,
  type Conference,
  type ConferenceRole,
  type ConferenceSession,
  type Deadlines,
  deadlineKinds,
  findKnownCategory,
  getCategoryKind,
  type Period,
  type Targets,
  type VisaLetterSettings,
} from "#shared/model/conference.ts";
import { getDefaultRequires } from "#shared/registrations/requirements.rules.ts";

/** The values of a thing as the secretariat submits them: absent as before, `null` the default or none. */
type PartsDraft<Whole> = { readonly [Name in keyof Whole]?: Whole[Name] | null | undefined };

/** As `PartsDraft`, with those that are never left out. */
type Draft<Whole, Given extends keyof Whole> = Pick<Whole, Given> & PartsDraft<Omit<Whole, Given>>;

/** As `PartsDraft`, also of the values of each value. */
type GroupsDraft<Whole> = { readonly [Name in keyof Whole]?: PartsDraft<NonNullable<Whole[Name]>> | null | undefined };

export type CategoryDraft = Draft<Omit<Category, "access" | "deadlines">, "category" | "title" | "colour"> & {
  readonly access?: PartsDraft<BadgeAccess> | null | undefined;
  readonly deadlines?: GroupsDraft<Deadlines> | null | undefined;
};
type SessionDraft = Draft<ConferenceSession, "sessionId" | "title" | "startsAt" | "endsAt">;
type RoleDraft = Draft<ConferenceRole, "role" | "assignableBy">;

/** The settings of a conference, as the secretariat submits them. */
export type ConferenceDraft = Draft<
  Omit<
    Conference,
    | "conferenceId"
    | "version"
    | "removedCategories"
    | "liftedPools"
    | "questionsVersion"
    | "categories"
    | "sessions"
    | "roles"
    | "targets"
    | "visaLetters"
  >,
  "title" | "startsOn" | "endsOn" | "timeZone" | "venue" | "registration"
> & {
  readonly categories: readonly CategoryDraft[];
  readonly sessions?: readonly SessionDraft[];
  readonly roles?: readonly RoleDraft[] | null;
  readonly targets?: PartsDraft<Targets> | null;
  readonly visaLetters?: PartsDraft<VisaLetterSettings> | null;
};

/** The settings of a new conference that the secretariat does not name, and those that `null` sets again. */
export const conferenceDefaults = {
  participation: "in-person",
  seatTakenAt: "submission",
  waitingList: true,
  waitingListOrder: "arrival",
  offerHours: 0,
  confirmWithinHours: 0,
  sessions: [],
  languages: ["en", "fr"],
  expectedArrivalsPerSecond: 500,
  retentionDays: 365,
} as const satisfies Partial<Conference>;

/** As `conferenceDefaults`, of a category. */
export const categoryDefaults = {
  priority: 100,
  selfRegistration: true,
  needs: [],
} as const satisfies Partial<Category>;

/**
 * A category as a change leaves it. One that was created without required fields keeps requiring none. One that comes
 * back is the one that was removed.
 */
function mergeCategory(before: Conference | undefined, draft: CategoryDraft): Category {
  const earlier = before && findKnownCategory(before, draft.category);
  const kind = getCategoryKind({ category: draft.category, ...(draft.kind && { kind: draft.kind }) });
  const { access, deadlines } = draft;
  const named: PartsDraft<Category> = {
    ...draft,
    access: access && mergeParts<BadgeAccess>(earlier?.access, access),
    deadlines: deadlines && mergeDeadlines(earlier?.deadlines, deadlines),
  };
  return mergeParts<Category>(earlier, named, { ...categoryDefaults, kind, requires: getDefaultRequires(kind) });
}

function mergeDeadlines(before: Deadlines | undefined, draft: GroupsDraft<Deadlines>): Deadlines {
  const periods = deadlineKinds.map((kind) => {
    const period = draft[kind];
    return [kind, period && mergeParts<Period>(before?.[kind], period)];
  });
  return mergeParts<Deadlines>(before, Object.fromEntries(periods));
}

/**
 * The settings of a conference as a change leaves them: what it does not name stays as it is, also inside of a
 * category, session or role of the same name. A list that it names is the whole list.
 */
export function mergeSettings(before: Conference | undefined, draft: ConferenceDraft): Omit<Conference, "version"> {
  const { categories, sessions, roles, targets, visaLetters, ...settings } = draft;
  const findSession = (id: string) => before?.sessions.find(({ sessionId }) => sessionId === id);
  const findRole = (name: string) => before?.roles?.find(({ role }) => role === name);
  const named: PartsDraft<Conference> = {
    ...settings,
    categories: categories.map((each) => mergeCategory(before, each)),
    sessions: sessions?.map((each) => mergeParts<ConferenceSession>(findSession(each.sessionId), each)),
    roles: roles ? roles.map((each) => mergeParts<ConferenceRole>(findRole(each.role), each)) : roles,
    targets: targets && mergeParts<Targets>(before?.targets, targets),
    visaLetters: visaLetters && mergeParts<VisaLetterSettings>(before?.visaLetters, visaLetters),
  };
  return mergeParts<Conference>(before, named, conferenceDefaults);
}
