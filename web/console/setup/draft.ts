import type * as z from "zod/mini";
import type { conferenceDraft } from "#shared/contract/conference.ts";
import type { CategoryName } from "#shared/domain/conference.ts";
import type { Settings } from "../office.ts";

/** A conference as it is put: the settings without what the API says of them. */
export type Draft = z.input<typeof conferenceDraft>;
export type DraftCategory = Draft["categories"][number];
export type DraftSession = NonNullable<Draft["sessions"]>[number];

/** What each part of the form works on. */
export interface Editing {
  readonly draft: Draft;
  readonly patch: (change: Partial<Draft>) => void;
  readonly faultAt: (path: string) => string | undefined;
}

export const draftOf = ({ conferenceId: _, version: _v, ...draft }: Settings): Draft => structuredClone(draft) as Draft;

/** A conference that nobody has said anything of yet; half a year ahead, for dates must be something. */
export function emptyDraft(today: Date): Draft {
  const day = (ahead: number) => new Date(today.getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  return {
    title: { en: "" },
    startsOn: day(180),
    endsOn: day(181),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    venue: { name: "", city: "", country: "CHE", capacity: 100 },
    categories: [newCategory("member-state"), newCategory("ngo")],
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

const colours: Readonly<Record<CategoryName, string>> = {
  "member-state": "#0b5394",
  "observer-state": "#3d6fa5",
  "international-organization": "#0f766e",
  "local-authority": "#6b4f12",
  ngo: "#2e7d32",
  academia: "#4a3f8f",
  "private-sector": "#8a4b08",
  media: "#6a1b9a",
  migrant: "#9c2c5a",
  secretariat: "#37474f",
};

export const newCategory = (category: CategoryName): DraftCategory => ({
  category,
  title: { en: "" },
  colour: colours[category],
  priority: 100,
  selfRegistration: true,
  needs: [],
});

/** What differs, by path: from what to what. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Every leaf that another draft has otherwise. Categories and sessions are told apart by what they are, not by their place. */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
  const [whole, changed] = [opened(before, after, path), opened(after, before, path)];
  if (!isObject(whole) || !isObject(changed)) return Object.is(before, after) ? [] : [{ path, before, after }];
  const [was, is] = [named(whole), named(changed)];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((name) => differences(was[name], is[name], path ? `${path}.${name}` : name));
}

/** Each target is told by itself, whether there were others or not: none before is an empty set of them. */
const opened = (value: unknown, other: unknown, path: string): unknown =>
  value === undefined && isObject(other) && path.startsWith("targets") ? {} : value;

function named(value: object): Readonly<Record<string, unknown>> {
  if (!Array.isArray(value)) return value as Record<string, unknown>;
  const keyOf = (each: unknown, index: number) =>
    isObject(each) ? String(Object.values(pick(each))[0] ?? index) : String(each);
  return Object.fromEntries(value.map((each: unknown, index) => [keyOf(each, index), each]));
}

const pick = (each: object) =>
  Object.fromEntries(Object.entries(each).filter(([name]) => ["category", "sessionId", "email"].includes(name)));
