import { addDays, type ConferenceClock, getConferenceDay, getDayEnd, getUtcOffset } from "#shared/model/time.ts";
import { type CheckInEvent, compareEvents, type GateBadge } from "./check-in.rules.ts";

/** What the attendance depends on of a check-in event. */
export type AttendanceEvent = Pick<CheckInEvent, "registrationId" | "place" | "direction" | "at" | "scanId">;

/**
 * The people with a badge as the gates know them now, a protected one without delegation, and the check-in events, each
 * once, in any order.
 */
export interface AttendanceHistory {
  readonly badges: readonly GateBadge[];
  readonly events: readonly AttendanceEvent[];
}

/** The people of a group, or of the conference. */
export interface AttendanceCount {
  /** Those who are approved and hold a seat now. */
  readonly confirmed: number;
  /** Those who came into the venue, also if they are not confirmed any more. */
  readonly attended: number;
  /** The confirmed ones who never came in. */
  readonly noShows: number;
}

/** What the place of a scan at the gate of a session has before the session. */
const sessionPlace = "session:";

const isConfirmedBadge = ({ invalidReason }: GateBadge): boolean => invalidReason === undefined;

const isEntry = ({ direction }: AttendanceEvent): boolean => direction === "in";

const collectPeople = (events: readonly AttendanceEvent[]): Set<string> =>
  new Set(events.filter(isEntry).map(({ registrationId }) => registrationId));

const listVenueEvents = ({ events }: AttendanceHistory): AttendanceEvent[] =>
  events.filter(({ place }) => place === "venue");

function countBadges(badges: readonly GateBadge[], attended: ReadonlySet<string>): AttendanceCount {
  const confirmed = badges.filter(isConfirmedBadge);
  return {
    confirmed: confirmed.length,
    attended: badges.filter(({ registrationId }) => attended.has(registrationId)).length,
    noShows: confirmed.filter(({ registrationId }) => !attended.has(registrationId)).length,
  };
}

/** The attendance of the whole conference. A person whose badge cannot be read attended all the same. */
export function countAttendance(history: AttendanceHistory): AttendanceCount {
  const attended = collectPeople(listVenueEvents(history));
  return { ...countBadges(history.badges, attended), attended: attended.size };
}

/**
 * The attendance of each group that has a confirmed person or one who came.
 * @returns the count of each group, by its name, in no order; `undefined` is the name of people without a group
 */
export function countAttendanceByGroup(
  history: AttendanceHistory,
  getGroup: (badge: GateBadge) => string | undefined,
): Map<string | undefined, AttendanceCount> {
  const attended = collectPeople(listVenueEvents(history));
  const counted = history.badges.filter((badge) => isConfirmedBadge(badge) || attended.has(badge.registrationId));
  return new Map([...Map.groupBy(counted, getGroup)].map(([group, badges]) => [group, countBadges(badges, attended)]));
}

/** The attendance of a session, by the scans of its own gates. */
export interface SessionAttendance {
  readonly sessionId: string;
  readonly attended: number;
  readonly entries: number;
  /** The confirmed people who hold a seat in the session. */
  readonly seats: number;
  /** Those of them who never came in. Without a scan at the session, no one knows who came. */
  readonly noShows?: number;
}

/** The sessions in the given order, then those that have scans and are no session any more. */
export function countAttendanceBySession(
  { badges, events }: AttendanceHistory,
  sessionIds: readonly string[],
): SessionAttendance[] {
  const byPlace = Map.groupBy(events.filter(isEntry), ({ place }) => place);
  const scanned = [...byPlace.keys()].flatMap((place) =>
    place.startsWith(sessionPlace) ? [place.slice(sessionPlace.length)] : [],
  );
  const former = scanned.filter((sessionId) => !sessionIds.includes(sessionId)).toSorted();
  return [...sessionIds, ...former].map((sessionId) => {
    const entries = byPlace.get(`${sessionPlace}${sessionId}`) ?? [];
    const attended = collectPeople(entries);
    const holders = badges.filter((badge) => isConfirmedBadge(badge) && badge.sessions?.includes(sessionId));
    return {
      ...{ sessionId, attended: attended.size, entries: entries.length, seats: holders.length },
      ...(attended.size > 0 && {
        noShows: holders.filter(({ registrationId }) => !attended.has(registrationId)).length,
      }),
    };
  });
}

/** The attendance of a day of the conference, which ends at `dayEndsAt`. */
export interface DayAttendance {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** The confirmed people whose badge is good for the day. */
  readonly expected: number;
  /** Those who came in on the day. Who was inside at its beginning counts as out, and came once they enter again. */
  readonly attended: number;
  /** Those of them who had not come on an earlier day. */
  readonly firstTime: number;
  /** The scans on the way in, and on the way out. */
  readonly entries: number;
  readonly exits: number;
}

/** Events at the venue by day, in the order of time. */
function groupByDay(history: AttendanceHistory, clock: ConferenceClock): Map<string, AttendanceEvent[]> {
  const days = new Map<string, AttendanceEvent[]>();
  let [day, end] = ["", ""];
  for (const event of listVenueEvents(history).toSorted(compareEvents)) {
    if (event.at >= end) {
      day = getConferenceDay(event.at, clock);
      end = getDayEnd(day, clock);
      days.set(day, []);
    }
    days.get(day)?.push(event);
  }
  return days;
}

/** The days from the first to the last one, `YYYY-MM-DD`. */
export function listConferenceDays(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

const countEntries = (events: readonly AttendanceEvent[]) => {
  const entries = events.filter(isEntry).length;
  return { entries, exits: events.length - entries };
};

/** The days of the conference, and any other day with scans, in their order. */
export function countAttendanceByDay(
  history: AttendanceHistory,
  { startsOn, endsOn, ...clock }: ConferenceClock & { readonly startsOn: string; readonly endsOn: string },
): DayAttendance[] {
  const byDay = groupByDay(history, clock);
  const days = [...new Set([...listConferenceDays(startsOn, endsOn), ...byDay.keys()])].toSorted();
  const confirmed = history.badges.filter(isConfirmedBadge);
  const seen = new Set<string>();
  return days.map((day) => {
    const events = byDay.get(day) ?? [];
    const attended = collectPeople(events);
    const firstTime = [...attended].filter((registrationId) => !seen.has(registrationId));
    for (const registrationId of firstTime) seen.add(registrationId);
    return {
      day,
      expected: confirmed.filter(({ access }) => access?.days?.includes(day) ?? true).length,
      attended: attended.size,
      firstTime: firstTime.length,
      ...countEntries(events),
    };
  });
}

/** The first entries of a person. Times are RFC 3339, UTC. */
export interface PersonAttendance {
  /** Whether the person is approved and holds a seat now. */
  readonly isConfirmed: boolean;
  /** At the venue, by day of the conference, `YYYY-MM-DD`. */
  readonly days: ReadonlyMap<string, string>;
  /** By session, at its own gates. */
  readonly sessions: ReadonlyMap<string, string>;
}

/** The attendance of each person who is confirmed or was scanned on the way in, by registration. */
export function listPersonAttendance(
  history: AttendanceHistory,
  clock: ConferenceClock,
): Map<string, PersonAttendance> {
  const confirmed = new Set(history.badges.filter(isConfirmedBadge).map(({ registrationId }) => registrationId));
  const entries = Map.groupBy(history.events.filter(isEntry), ({ registrationId }) => registrationId);
  const people = [...new Set([...confirmed, ...entries.keys()])];
  return new Map(
    people.map((registrationId) => {
      const [days, sessions] = [new Map<string, string>(), new Map<string, string>()];
      for (const { place, at } of (entries.get(registrationId) ?? []).toSorted(compareEvents)) {
        const [first, key] =
          place === "venue" ? [days, getConferenceDay(at, clock)] : [sessions, place.slice(sessionPlace.length)];
        if (!first.has(key)) first.set(key, at);
      }
      return [registrationId, { isConfirmed: confirmed.has(registrationId), days, sessions }];
    }),
  );
}

/** What happened at the venue within an hour of a day, or within a quarter of one. */
export interface IntervalAttendance {
  /** The day of the conference, `YYYY-MM-DD`. */
  readonly day: string;
  /** When clocks at the venue show its beginning; RFC 3339, UTC. An hour that a clock change repeats is two. */
  readonly from: string;
  /** The people whose first entry of the day is in the interval. */
  readonly arrivals: number;
  readonly entries: number;
  readonly exits: number;
  /** The people inside at the end of the interval, or of the day if that is earlier. */
  readonly inside: number;
}

const [hourMs, quarterMs] = [3_600_000, 900_000];

/** The hours of each day from its first scan to its last one, in their order. */
export const countAttendanceByHour = (history: AttendanceHistory, clock: ConferenceClock): IntervalAttendance[] =>
  countByInterval(history, clock, hourMs);

/** As `countAttendanceByHour`, by 15 minutes. */
export const countAttendanceByQuarterHour = (
  history: AttendanceHistory,
  clock: ConferenceClock,
): IntervalAttendance[] => countByInterval(history, clock, quarterMs);

const countByInterval = (history: AttendanceHistory, clock: ConferenceClock, lengthMs: number) =>
  [...groupByDay(history, clock)].flatMap(([day, events]) =>
    countIntervals(day, groupByInterval(events, clock.timeZone, lengthMs)),
  );

function countIntervals(day: string, intervals: readonly EventsOfInterval[]): IntervalAttendance[] {
  const [inside, arrived] = [new Set<string>(), new Set<string>()];
  return intervals.map(({ from, events }) => {
    const before = arrived.size;
    for (const { registrationId, direction } of events) {
      if (direction === "out") inside.delete(registrationId);
      else for (const people of [inside, arrived]) people.add(registrationId);
    }
    const interval = { day, from: new Date(from).toISOString(), arrivals: arrived.size - before };
    return { ...interval, ...countEntries(events), inside: inside.size };
  });
}

interface EventsOfInterval {
  /** In ms since 1970. */
  readonly from: number;
  readonly events: AttendanceEvent[];
}

/** @param events in the order of time */
function groupByInterval(
  events: readonly AttendanceEvent[],
  timeZone: string,
  lengthMs: number,
): readonly EventsOfInterval[] {
  const intervals: EventsOfInterval[] = [];
  for (const event of events) {
    const at = Date.parse(event.at);
    let last = intervals.at(-1);
    while (!last || at >= last.from + lengthMs) {
      const from = getIntervalStart(last ? last.from + lengthMs : at, timeZone, lengthMs);
      last = { from, events: [] };
      intervals.push(last);
    }
    last.events.push(event);
  }
  return intervals;
}

/** The last time up to `at` at which clocks show a multiple of the length. @param at in ms since 1970 */
function getIntervalStart(at: number, timeZone: string, lengthMs: number): number {
  const offsetMs = getUtcOffset(timeZone, at) * 60_000;
  return Math.floor((at + offsetMs) / lengthMs) * lengthMs - offsetMs;
}
