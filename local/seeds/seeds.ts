import { readFile } from "node:fs/promises";
import type * as z from "zod/mini";
import type { conferenceDraft } from "#shared/conferences/contract.ts";
import { addDays, getUtcOffset, parseLocalTime } from "#shared/model/time.ts";

const dayMs = 86_400_000;

/** The day of the week of a date; 0 is Sunday. */
export function getWeekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/**
 * Adds days to a time. The local time of day stays the same, also across a change to daylight saving time.
 * @param time RFC 3339, UTC
 * @param timeZone an IANA name
 * @returns RFC 3339, UTC
 */
export function addDaysLocally(time: string, days: number, timeZone: string): string {
  const at = Date.parse(time);
  const local = new Date(at + getUtcOffset(timeZone, at) * 60_000 + days * dayMs).toISOString();
  return new Date(Date.parse(parseLocalTime(local.slice(0, 16), timeZone)) + (at % 60_000)).toISOString();
}

/** The body of `PUT /v1/conferences/{conferenceId}`. */
export type ConferenceBody = z.input<typeof conferenceDraft>;

/** A moved conference begins at least this number of days from now, so that its registration is open. */
const minLeadDays = 14;

/**
 * Moves a conference into the coming year: same month, same weekdays, same local times, and registration open.
 * @param now in ms since 1970
 */
export function moveDates(conference: ConferenceBody, now: number): ConferenceBody {
  const days = countDaysBetween(conference.startsOn, findNewStart(conference, now));
  const move = (time: string) => addDaysLocally(time, days, conference.timeZone);
  return {
    ...conference,
    startsOn: addDays(conference.startsOn, days),
    endsOn: addDays(conference.endsOn, days),
    sessions: (conference.sessions ?? []).map((session) => ({
      ...session,
      startsAt: move(session.startsAt),
      endsAt: move(session.endsAt),
    })),
    registration: toOpenWindow(move(conference.registration.opensAt), move(conference.registration.closesAt), now),
  };
}

const countDaysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Opens the registration by yesterday. The time between its end and the conference stays the same. */
function toOpenWindow(opensAt: string, closesAt: string, now: number) {
  const yesterday = new Date(now - dayMs).toISOString();
  return { opensAt: opensAt < yesterday ? opensAt : yesterday, closesAt };
}

/** The first suitable day that is far enough ahead. */
function findNewStart({ startsOn, endsOn }: ConferenceBody, now: number): string {
  const earliest = new Date(now + minLeadDays * dayMs).toISOString().slice(0, 10);
  const length = countDaysBetween(startsOn, endsOn);
  const year = new Date(now).getUTCFullYear();
  const found = [year, year + 1, year + 2]
    .map((each) => findDayInYear(startsOn, length, each))
    .find((day) => day >= earliest);
  if (!found) throw new Error(`no day in the year ahead for ${startsOn}`);
  return found;
}

/** The nearest day in a year with the same weekday, such that the whole conference stays in its month. */
function findDayInYear(startsOn: string, length: number, year: number): string {
  const anniversary = `${year}${startsOn.slice(4)}`;
  const offset = (getWeekday(startsOn) - getWeekday(anniversary) + 7) % 7;
  const choices = [offset, offset - 7]
    .toSorted((a, b) => Math.abs(a) - Math.abs(b))
    .map((days) => addDays(anniversary, days));
  const month = startsOn.slice(5, 7);
  const staysInMonth = (day: string) => day.slice(5, 7) === month && addDays(day, length).slice(5, 7) === month;
  return choices.find(staysInMonth) ?? choices[0] ?? anniversary;
}

/** The ids of the seed conferences, which are the names of their files. */
export const seedIds = ["idm-2012", "idm-2015", "idm-2017-new-york"] as const;

export type SeedId = (typeof seedIds)[number];

/** Reads a conference with its published dates. */
export async function readSeed(id: SeedId): Promise<ConferenceBody> {
  return JSON.parse(await readFile(new URL(`${id}.json`, import.meta.url), "utf8")) as ConferenceBody;
}

/** Of a conference that exists, and of one whose record is damaged. */
const existingStatuses: ReadonlySet<number> = new Set([200, 409]);

interface SeedTarget {
  /** The address of the API, without a slash at the end. */
  readonly api: string;
  /** The token of a member of the secretariat. */
  readonly idToken: string;
  /** In ms since 1970. */
  readonly now: number;
}

/**
 * Creates missing seed conferences, with their dates moved into the coming year. A damaged one stays as it is: the start
 * names it, and an operator brings it back.
 * @returns the ids of the created conferences
 * @throws Error with the API's answer to a rejected conference
 */
export async function loadSeeds({ api, idToken, now }: SeedTarget): Promise<string[]> {
  const created: string[] = [];
  for (const id of seedIds) {
    const address = `${api}/v1/conferences/${id}`;
    if (existingStatuses.has((await fetch(address)).status)) continue;
    await putConferenceBody(address, idToken, moveDates(await readSeed(id), now));
    created.push(id);
  }
  return created;
}

async function putConferenceBody(address: string, idToken: string, body: ConferenceBody): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${idToken}` };
  const answer = await fetch(address, { method: "PUT", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`PUT ${address} answered ${answer.status}: ${text}`);
}
