/** The time `hours` after `at` (RFC 3339, UTC). */
export function addHours(at: string, hours: number): string {
  return new Date(Date.parse(at) + hours * 3_600_000).toISOString();
}

/** One format for each time zone, because its creation takes longer than the evaluation of a hundred scans. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day of a time (RFC 3339, UTC) in a time zone, `YYYY-MM-DD`. */
export function toLocalDay(at: string, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    dayFormats.set(timeZone, format);
  }
  return format.format(new Date(at));
}

/** When the days of a conference end. */
export interface ConferenceClock {
  /** The IANA name of the time zone of the venue, such as `Europe/Zurich`. */
  readonly timeZone: string;
  /** The local time at which a day of the conference ends, `HH:mm`; 04:00 by default. A time before noon is on the next date. */
  readonly dayEndsAt?: string;
}

export const defaultDayEndsAt = "04:00";

const [minuteMs, dayMs] = [60_000, 86_400_000];

/** One format for each time zone. */
const offsetFormats = new Map<string, Intl.DateTimeFormat>();

/** The offset of a time zone, in minutes east of UTC. @param at in ms since 1970 */
export function getUtcOffset(timeZone: string, at: number): number {
  let format = offsetFormats.get(timeZone);
  if (!format) {
    const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
    format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...numeric, second: "numeric" });
    offsetFormats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(at / 1_000) * 1_000) / minuteMs);
}

/**
 * The time (RFC 3339, UTC) at which clocks in a time zone show a local time. A local time that a clock change repeats is
 * the second of the two; one that a clock change skips is as long after the change as it would have been without it.
 * @param local `YYYY-MM-DDTHH:mm`
 */
export function parseLocalTime(local: string, timeZone: string): string {
  const shown = Date.parse(`${local}:00Z`);
  const toInstant = (near: number) => shown - getUtcOffset(timeZone, near) * minuteMs;
  const [before, after] = [toInstant(shown - dayMs), toInstant(shown + dayMs)];
  const [earlier, later] = [Math.min(before, after), Math.max(before, after)];
  const isShown = (at: number) => at + getUtcOffset(timeZone, at) * minuteMs === shown;
  return new Date(isShown(later) || !isShown(earlier) ? later : earlier).toISOString();
}

/** Adds days to a date, `YYYY-MM-DD`. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** The ends of days, because gates ask for the same few again and again. */
const dayEnds = new Map<string, string>();

/** The time (RFC 3339, UTC) from which on a day of a conference is over. @param day `YYYY-MM-DD` */
export function getDayEnd(day: string, { timeZone, dayEndsAt = defaultDayEndsAt }: ConferenceClock): string {
  const local = `${dayEndsAt < "12:00" ? addDays(day, 1) : day}T${dayEndsAt}`;
  const key = `${local} ${timeZone}`;
  const end = dayEnds.get(key) ?? parseLocalTime(local, timeZone);
  dayEnds.set(key, end);
  return end;
}

/** The day of a conference (`YYYY-MM-DD`) to which a time (RFC 3339, UTC) belongs. */
export function getConferenceDay(at: string, clock: ConferenceClock): string {
  const local = toLocalDay(at, clock.timeZone);
  const days = [-2, -1, 0].map((difference) => addDays(local, difference));
  return days.find((day) => at < getDayEnd(day, clock)) ?? addDays(local, 1);
}

/** The time (RFC 3339, UTC) at which the day of a conference begins to which `at` belongs: the end of the day before. */
export const getDayStart = (at: string, clock: ConferenceClock): string =>
  getDayEnd(addDays(getConferenceDay(at, clock), -1), clock);

/** The time (RFC 3339, UTC) from which on a conference is over: the end of its last day. */
export const getConferenceEnd = ({ endsOn, ...clock }: ConferenceClock & { readonly endsOn: string }): string =>
  getDayEnd(endsOn, clock);

/** Whether a conference is over at a time (RFC 3339, UTC). From then on, no one receives a seat or an offer. */
export const isConferenceOver = (conference: ConferenceClock & { readonly endsOn: string }, at: string): boolean =>
  at >= getConferenceEnd(conference);

/** The beginning of the day of a time, in UTC: as much as those see who may not learn the time. */
export const roundToDay = (at: string): string => `${at.slice(0, 10)}T00:00:00.000Z`;

/** The chance that a millisecond is not the next time. */
const skipChance = 0.5;

/**
 * A time after `last`, in ms since 1970, for the next of people who are registered or decided on together, two ms later
 * on average. The distance is random and has no limit: if it were the same between every two, a longer one would tell that
 * a hidden person came between them.
 * @param random at least 0 and less than 1
 */
export const drawNextTime = (last: number, random: number): number =>
  last + 1 + Math.floor(Math.log(1 - random) / Math.log(skipChance));

/** A time in s since 1970, the format of the TTL attribute `expiresAt`. @param ms since 1970 */
export const toEpochSeconds = (ms: number): number => Math.floor(ms / 1_000);

/**
 * The day before which a conference has ended in every time zone: yesterday, `YYYY-MM-DD`.
 * @param now in ms
 */
export const getEarliestOpenDay = (now: number): string => new Date(now - 36 * 3_600_000).toISOString().slice(0, 10);

/** When personal data and files of a conference must be gone. */
interface RetentionPeriods {
  readonly endsOn: string;
  readonly retentionDays: number;
  readonly documentRetentionDays?: number;
}

/** Days after the end of a conference. Files contain the most sensitive data, and have no use after the conference. */
const defaultDocumentRetentionDays = 30;

/** @param endsOn in the westernmost time zone, whose last day ends 12 hours after that of UTC */
const addDaysAfterEnd = ({ endsOn }: RetentionPeriods, days: number) =>
  new Date(Date.parse(`${endsOn}T00:00:00Z`) + dayMs + 12 * 3_600_000 + days * dayMs).toISOString();

/** By when all personal data of a conference must be erased (RFC 3339, UTC). */
export const getPeopleRetentionEnd = (conference: RetentionPeriods): string =>
  addDaysAfterEnd(conference, conference.retentionDays);

/** How many days after the end all uploaded files must be deleted. */
export const getDocumentRetentionDays = ({ documentRetentionDays, retentionDays }: RetentionPeriods): number =>
  Math.min(documentRetentionDays ?? defaultDocumentRetentionDays, retentionDays);

/** By when all uploaded files must be deleted (RFC 3339, UTC): not later than the personal data. */
export const getDocumentRetentionEnd = (conference: RetentionPeriods): string =>
  addDaysAfterEnd(conference, getDocumentRetentionDays(conference));
