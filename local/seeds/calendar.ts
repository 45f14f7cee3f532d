const dayMs = 86_400_000;

/** The day so many days after `YYYY-MM-DD`. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The day of the week, Sunday being 0. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/**
 * The same time on the clock at a place, so many days later, whatever daylight saving does in between.
 * @param time RFC 3339, UTC
 * @param timeZone an IANA name
 * @returns RFC 3339, UTC
 */
export function plusDaysLocally(time: string, days: number, timeZone: string): string {
  return fromClock(clockAt(Date.parse(time), timeZone) + days * dayMs, timeZone);
}

/** What the clock at a place shows at a moment, as if it were UTC (ms). */
function clockAt(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The moment at which the clock at a place shows this; the second look is for the days on which the clock changes. */
function fromClock(clock: number, timeZone: string): string {
  const guess = clock - (clockAt(clock, timeZone) - clock);
  return new Date(clock - (clockAt(guess, timeZone) - guess)).toISOString();
}
