import type * as z from "zod/mini";
import type { conferenceDraft } from "#shared/conferences/contract.ts";
import { type CategoryKind, deadlineKinds } from "#shared/model/conference.ts";
import { defaultDayEndsAt } from "#shared/model/time.ts";
import { getDefaultRequires } from "#shared/registrations/requirements.rules.ts";
import type { FieldProps } from "../../kit/components/fields.tsx";
import type { ConferenceSettings } from "../console-context.ts";

/** The request body of a conference: its settings without identifier and version. */
export type SetupDraft = z.input<typeof conferenceDraft>;
export type SetupCategory = SetupDraft["categories"][number];
export type SetupRole = NonNullable<SetupDraft["roles"]>[number];
export type SetupSession = NonNullable<SetupDraft["sessions"]>[number];

/** What the sections of the form share. */
export interface SetupEditing {
  readonly draft: SetupDraft;
  /** Changes settings; a function reads the present ones. */
  readonly patch: (change: Partial<SetupDraft> | ((draft: SetupDraft) => Partial<SetupDraft>)) => void;
  readonly getErrorText: (path: string) => string | undefined;
  /** The id, label, help and error text of the field at a path. */
  readonly getField: (path: string) => Pick<FieldProps, "id" | "label" | "hint" | "errorText">;
}

/** The parts of a draft whose own parts may be taken away one by one; `*` is any item of a list. */
const wholesOfParts = [
  "",
  "categories.*",
  "categories.*.access",
  "categories.*.deadlines",
  ...deadlineKinds.map((kind) => `categories.*.deadlines.${kind}`),
  "roles.*",
  "sessions.*",
  "targets",
  "visaLetters",
];

/**
 * The body that makes the saved settings the draft: a part that the draft no longer has is `null`, because a part that a
 * body leaves out stays as it is.
 */
export const nameRemovedParts = (saved: ConferenceSettings | undefined, draft: SetupDraft): SetupDraft =>
  nameRemovedIn(saved && toSetupDraft(saved), draft, []) as SetupDraft;

function nameRemovedIn(saved: unknown, draft: unknown, path: readonly string[]): unknown {
  if (Array.isArray(draft)) {
    const was = isObject(saved) ? indexByIdentity(saved) : {};
    return draft.map((each: unknown) => nameRemovedIn(was[getIdentity(each) ?? ""], each, [...path, "*"]));
  }
  if (!isObject(saved) || !isObject(draft) || !wholesOfParts.includes(path.join("."))) return draft;
  const [was, is] = [saved, draft] as readonly Readonly<Record<string, unknown>>[];
  const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])];
  return Object.fromEntries(
    names.map((name) => [name, nameRemovedIn(was?.[name], is?.[name] ?? null, [...path, name])]),
  );
}

export const toSetupDraft = ({
  conferenceId: _,
  version: _v,
  questionsVersion: _q,
  ...draft
}: ConferenceSettings): SetupDraft => structuredClone(draft) as SetupDraft;

/** The defaults of a new conference, half a year ahead. */
export function createSetupDraft(today: Date): SetupDraft {
  const day = (ahead: number) => new Date(today.getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  return {
    title: { en: "" },
    startsOn: day(180),
    endsOn: day(181),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    dayEndsAt: defaultDayEndsAt,
    venue: { name: "", city: "", country: "CHE", capacity: 100 },
    categories: [createSetupCategory("member-state", []), createSetupCategory("ngo", [])],
    sessions: [],
    registration: { opensAt: `${day(30)}T08:00:00.000Z`, closesAt: `${day(170)}T16:00:00.000Z` },
    languages: ["en", "fr"],
    seatTakenAt: "submission",
    waitingList: true,
    offerHours: 0,
    confirmWithinHours: 48,
    retentionDays: 365,
  };
}

const defaultColours: Readonly<Record<CategoryKind, string>> = {
  "member-state": "#0b5394",
  "observer-state": "#3d6fa5",
  "international-organization": "#0f766e",
  "local-authority": "#6b4f12",
  ngo: "#2e7d32",
  academia: "#4a3f8f",
  "private-sector": "#8a4b08",
  media: "#6a1b9a",
  migrant: "#9c2c5a",
  "development-bank": "#00695c",
  parliament: "#7b3f00",
  "host-country": "#8c1d40",
  secretariat: "#37474f",
  other: "#5d4037",
};

/** A new category of this kind, with a short name that no other one has: that of the kind, with a number if necessary. */
export function createSetupCategory(
  kind: CategoryKind,
  others: readonly Pick<SetupCategory, "category">[],
): SetupCategory {
  const isTaken = (name: string) => others.some(({ category }) => category === name);
  let category: string = kind;
  for (let number = 2; isTaken(category); number += 1) category = `${kind}-${number}`;
  return {
    category,
    kind,
    title: { en: "" },
    colour: defaultColours[kind],
    priority: 100,
    selfRegistration: true,
    needs: [],
    requires: [...getDefaultRequires(kind)],
  };
}

/** A changed value. A step of its path may be any text, such as an email address. */
export interface DraftDifference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const isListOfValues = (value: unknown) => Array.isArray(value) && !value.some(isObject);

/**
 * The changed leaves between two drafts. Categories, roles, sessions and staff are matched by identifier, not by index.
 * A list of values, such as languages, is one leaf.
 */
export function listDraftDifferences(before: unknown, after: unknown, path: readonly string[] = []): DraftDifference[] {
  const [whole, changed] = [defaultToEmpty(before, after, path), defaultToEmpty(after, before, path)];
  if (isWhole(path)) return isSameWhole(before, after) ? [] : [{ path, before, after }];
  if (!isObject(whole) || !isObject(changed))
    return Object.is(before ?? undefined, after ?? undefined) ? [] : [{ path, before, after }];
  if (isListOfValues(whole) && isListOfValues(changed))
    return JSON.stringify(whole) === JSON.stringify(changed) ? [] : [{ path, before, after }];
  const [was, is] = [indexByIdentity(whole), indexByIdentity(changed)];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((name) => listDraftDifferences(was[name], is[name], [...path, name]));
}

const isSameDraft = (one: unknown, other: unknown, path: readonly string[]) =>
  listDraftDifferences(one, other, path).length === 0;

/**
 * Applies the changes from `before` to `own` to another draft. Where both drafts changed the same value, `own` wins.
 * Items of lists are matched as in `listDraftDifferences`.
 */
export function mergeDrafts(before: SetupDraft, own: SetupDraft, other: SetupDraft): SetupDraft {
  return mergeValues(before, own, other, []) as SetupDraft;
}

function mergeValues(before: unknown, own: unknown, other: unknown, path: readonly string[]): unknown {
  if (isSameDraft(before, own, path)) return other;
  if (isSameDraft(before, other, path) || isWhole(path)) return own;
  const isMergeable = (value: unknown) => isObject(value) && !(isListOfValues(value) && (value as []).length > 0);
  if (!isObject(own) || !isObject(other) || ![own, other].every(isMergeable)) return own;
  const [was, mine, theirs] = [isObject(before) ? before : {}, own, other].map(indexByIdentity);
  const names = [...new Set([...Object.keys(theirs ?? {}), ...Object.keys(mine ?? {})])];
  const merged = names.flatMap((name) => {
    const value = mergeValues(was?.[name], mine?.[name], theirs?.[name], [...path, name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Array.isArray(own) ? merged.map(([, value]) => value) : Object.fromEntries(merged);
}

/** Settings that are shown and merged as a whole: parts of two lists or layouts make no third. */
const isWhole = (path: readonly string[]) => ["countries", "badgeLayout", "badgeLayouts"].includes(path.join());

/** `null` and an empty list are the default, as a missing value is. */
const isSameWhole = (before: unknown, after: unknown) => serializeWhole(before) === serializeWhole(after);

const serializeWhole = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) && value.length === 0 ? null : (value ?? null));

/** A missing set of targets, or of settings of visa letters, counts as empty, so that each value is listed separately. */
const defaultToEmpty = (value: unknown, other: unknown, [first]: readonly string[]): unknown =>
  value === undefined && isObject(other) && (first === "targets" || first === "visaLetters") ? {} : value;

function indexByIdentity(value: object): Readonly<Record<string, unknown>> {
  if (!Array.isArray(value)) return value as Record<string, unknown>;
  const getKey = (each: unknown, index: number) => getIdentity(each) ?? String(index);
  return Object.fromEntries(value.map((each: unknown, index) => [getKey(each, index), each]));
}

/** What an item of a list is matched by, if it has it. */
function getIdentity(item: unknown): string | undefined {
  if (!isObject(item)) return String(item);
  const [identity] = Object.values(pickIdentity(item));
  return identity === undefined ? undefined : String(identity);
}

const pickIdentity = (each: object) =>
  Object.fromEntries(
    Object.entries(each).filter(([name]) => ["category", "sessionId", "email", "role"].includes(name)),
  );
