import type { ConferenceSettings } from "../../console-context.ts";
import { parseLocalInputValue, toLocalInputValue } from "../../local-input-value.ts";
import { type SetupDraft, toSetupDraft } from "../setup-draft.ts";

/** What an officer may copy beside the settings themselves. */
export const copyParts = ["questions", "page", "branding", "badges", "staff", "organizations"] as const;
export type CopyPart = (typeof copyParts)[number];

export interface CopyOptions {
  readonly title: SetupDraft["title"];
  /** `YYYY-MM-DD`; all dates and times of the settings move with it. */
  readonly startsOn: string;
  readonly parts: readonly CopyPart[];
  /** The officer who copies keeps access, also without the staff. */
  readonly email: string;
}

const msPerDay = 86_400_000;

/** The days between two dates. */
export const countDays = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / msPerDay;

const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10);

/** Moves every date and time of a value by whole days. Clocks at the venue show the same time after it. */
export function shiftTimes<Value>(value: Value, days: number, timeZone: string): Value {
  const shift = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(shift);
    if (typeof each === "object" && each !== null)
      return Object.fromEntries(Object.entries(each).map(([name, part]) => [name, shift(part)]));
    if (typeof each !== "string") return each;
    if (/^\d{4}-\d\d-\d\d$/.test(each)) return shiftDate(each, days);
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(each)) return each;
    const local = toLocalInputValue(each, timeZone);
    return parseLocalInputValue(`${shiftDate(local.slice(0, 10), days)}${local.slice(10)}`, timeZone);
  };
  return shift(value) as Value;
}

/** The settings of the copy. */
export function createCopyBody(
  settings: ConferenceSettings,
  { title, startsOn, parts, email }: CopyOptions,
): SetupDraft {
  const days = countDays(settings.startsOn, startsOn);
  const { badgeLayout, badgeLayouts, staff, ...draft } = toSetupDraft(settings);
  return {
    ...shiftTimes(draft, days, settings.timeZone),
    title,
    ...(parts.includes("badges") && {
      ...(badgeLayout !== undefined && { badgeLayout }),
      ...(badgeLayouts !== undefined && { badgeLayouts }),
    }),
    // Without a list, all staff would have access.
    ...(staff && { staff: parts.includes("staff") ? staff : [{ email, groups: ["secretariat"] }] }),
  };
}
