import {
  filteredColumnNames,
  filteredColumns,
  maxFilteredIds,
  maxFilteredValueLength,
  maxFilteredValues,
  type PeopleFilter,
} from "#shared/exports/people-filter.rules.ts";
import { findAnswerKey } from "#shared/feed/feed-columns.rules.ts";
import { roundToDay } from "#shared/model/time.ts";
import type { RegisterQuery } from "../engine/register-engine.ts";
import { parseRangeValue } from "../engine/time-range.ts";

/** What the register shows, as an export has to choose it. */
export interface ExportedView extends Pick<RegisterQuery, "text" | "filters"> {
  /** The registrations that are shown. */
  readonly ids: readonly string[];
  /** Whether all registrations are loaded. */
  readonly isComplete: boolean;
}

/** The filter of the API for a view; `too-many`: the view cannot be said by a filter, and has too many registrations. */
export type TranslatedFilter = { readonly filter?: PeopleFilter } | "too-many";

/** The longest filter that fits into a request, in characters. */
const maxFilterLength = 58_000;

/**
 * Translates a view: its filters, where the API has them. A search and other filters can only be said by naming each
 * registration.
 */
export function translateView({ text, filters, ids }: ExportedView): TranslatedFilter {
  const used = Object.entries(filters).filter(([, values]) => values.length > 0);
  if (text.trim() === "" && used.length === 0) return {};
  const translated = text.trim() === "" ? translateFilters(used) : undefined;
  if (translated && JSON.stringify(translated).length <= maxFilterLength) return { filter: translated };
  return ids.length > maxFilteredIds ? "too-many" : { filter: { registrationIds: [...ids] } };
}

/** @returns `undefined` if the API lacks one of the filters, or refuses its values, such as a long text */
function translateFilters(used: readonly (readonly [string, readonly string[]])[]): PeopleFilter | undefined {
  const answers: Record<string, readonly string[]> = {};
  const named: Record<string, readonly string[]> = {};
  let submitted: SubmittedBetween = {};
  for (const [column, values] of used) {
    if (values.length > maxFilteredValues || values.some(isTooLong)) return undefined;
    const question = findAnswerKey(column);
    const times = column === "submittedAt" ? translateTimes(values) : undefined;
    const name = filteredColumnNames.find((each) => filteredColumns[each] === column);
    if (question !== undefined) answers[question] = values;
    else if (times) submitted = times;
    else if (name === undefined) return undefined;
    else named[name] = values;
  }
  return { ...named, ...submitted, ...(Object.keys(answers).length > 0 && { answers }) };
}

type SubmittedBetween = Pick<PeopleFilter, "submittedAfter" | "submittedBefore">;

/**
 * One range, if the API chooses the same people by it. In one that has no end, the register has the people of its first day
 * of whom only the day is told (`createRangeTest`); the API has them if it begins with this day.
 * @returns `undefined` for days and several ranges, too
 */
function translateTimes([value = "", ...others]: readonly string[]): SubmittedBetween | undefined {
  const range = others.length === 0 ? parseRangeValue(value) : undefined;
  if (!range) return undefined;
  const submittedAfter = new Date(range.from).toISOString();
  if (range.to !== undefined) return { submittedAfter, submittedBefore: new Date(range.to).toISOString() };
  return submittedAfter === roundToDay(submittedAfter) ? { submittedAfter } : undefined;
}

const isTooLong = (value: string): boolean => value.length > maxFilteredValueLength;
