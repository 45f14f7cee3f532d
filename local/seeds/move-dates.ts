import type * as z from "zod/mini";
import type { conferenceDraft } from "#shared/contract/conference.ts";
import { plusDays, plusDaysLocally, weekdayOf } from "./calendar.ts";

/** The body of `PUT /v1/conferences/{conferenceId}`. */
export type ConferenceBody = z.input<typeof conferenceDraft>;

/** The moved conference begins at least so many days from now, so that its registration can still be open. */
const leadDays = 14;

const dayMs = 86_400_000;

/**
 * The conference within the year ahead: in its month, on its weekdays, at its local times, with registration open.
 * @param now in ms since 1970
 */
export function moveDates(conference: ConferenceBody, now: number): ConferenceBody {
  const days = daysBetween(conference.startsOn, newStart(conference, now));
  const later = (time: string) => plusDaysLocally(time, days, conference.timeZone);
  return {
    ...conference,
    startsOn: plusDays(conference.startsOn, days),
    endsOn: plusDays(conference.endsOn, days),
    sessions: (conference.sessions ?? []).map((session) => ({
      ...session,
      startsAt: later(session.startsAt),
      endsAt: later(session.endsAt),
    })),
    registration: openWindow(later(conference.registration.opensAt), later(conference.registration.closesAt), now),
  };
}

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Opened by now; it closes as long before the conference as it did. */
function openWindow(opensAt: string, closesAt: string, now: number) {
  const yesterday = new Date(now - dayMs).toISOString();
  return { opensAt: opensAt < yesterday ? opensAt : yesterday, closesAt };
}

/** The first day of its kind that lies far enough ahead: this year's, or next year's. */
function newStart({ startsOn, endsOn }: ConferenceBody, now: number): string {
  const earliest = new Date(now + leadDays * dayMs).toISOString().slice(0, 10);
  const length = daysBetween(startsOn, endsOn);
  const year = new Date(now).getUTCFullYear();
  const found = [year, year + 1, year + 2].map((each) => inYear(startsOn, length, each)).find((day) => day >= earliest);
  if (!found) throw new Error(`no day in the year ahead for ${startsOn}`);
  return found;
}

/** The nearest day of that year with the same weekday, such that the whole conference stays in its month. */
function inYear(startsOn: string, length: number, year: number): string {
  const middle = `${year}${startsOn.slice(4)}`;
  const ahead = (weekdayOf(startsOn) - weekdayOf(middle) + 7) % 7;
  const choices = [ahead, ahead - 7]
    .toSorted((a, b) => Math.abs(a) - Math.abs(b))
    .map((days) => plusDays(middle, days));
  const month = startsOn.slice(5, 7);
  const stays = (day: string) => day.slice(5, 7) === month && plusDays(day, length).slice(5, 7) === month;
  return choices.find(stays) ?? choices[0] ?? middle;
}
