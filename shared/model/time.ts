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

/** A time in s since 1970, the format of the TTL attribute `expiresAt`. @param ms since 1970 */
export const toEpochSeconds = (ms: number): number => Math.floor(ms / 1_000);

/**
 * The day before which a conference has ended in every time zone: yesterday, `YYYY-MM-DD`.
 * @param now in ms
 */
export const getEarliestOpenDay = (now: number): string => new Date(now - 36 * 3_600_000).toISOString().slice(0, 10);
