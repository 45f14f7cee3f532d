import type { CheckInEvent } from "#shared/check-in/check-in.rules.ts";
import { addDays, type ConferenceClock, getConferenceDay, getDayEnd } from "#shared/model/time.ts";

/** What the code of a certificate has before the identifier, in the address of the page that verifies it. */
export const certificateCodePrefix = "certificate-";

/** The days of a conference, and when each of them ends. */
export interface ConferenceDays extends ConferenceClock {
  readonly startsOn: string;
  readonly endsOn: string;
}

/**
 * The days of the conference (`YYYY-MM-DD`) on which a person came into the venue, in their order, of those that are over.
 * A gate that is tried out before the conference, or whose clock is wrong, certifies nothing.
 * @param at RFC 3339, UTC
 */
export function listAttendedDays(
  events: readonly Pick<CheckInEvent, "place" | "direction" | "at">[],
  conference: ConferenceDays,
  at: string,
): string[] {
  const entries = events.filter(({ place, direction }) => place === "venue" && direction === "in");
  return listCertifiedDays(new Set(entries.map((event) => getConferenceDay(event.at, conference))), conference, at);
}

/** Those of the days that are of the conference and over, in their order. @param at RFC 3339, UTC */
export const listCertifiedDays = (
  days: Iterable<string>,
  { startsOn, endsOn, ...clock }: ConferenceDays,
  at: string,
): string[] => [...days].filter((day) => day >= startsOn && day <= endsOn && getDayEnd(day, clock) <= at).toSorted();

/**
 * Whether a day of the conference is over, which a certificate can name.
 * @param at RFC 3339, UTC
 */
export const isFirstDayOver = (conference: Omit<ConferenceDays, "endsOn">, at: string): boolean =>
  getDayEnd(conference.startsOn, conference) <= at;

/** Days that follow one another, as one. @param days in their order */
export function joinDays(days: readonly string[]): { readonly startsOn: string; readonly endsOn: string }[] {
  const ranges: { startsOn: string; endsOn: string }[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last && addDays(last.endsOn, 1) === day) last.endsOn = day;
    else ranges.push({ startsOn: day, endsOn: day });
  }
  return ranges;
}
