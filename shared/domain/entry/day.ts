/** One for each time zone: to make one takes longer than to judge a hundred badges. */
const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day at the venue, `YYYY-MM-DD`, of a moment (RFC 3339, UTC). */
export function localDay(at: string, timeZone: string): string {
  const known = calendars.get(timeZone);
  const calendar =
    known ?? new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  if (!known) calendars.set(timeZone, calendar);
  return calendar.format(new Date(at));
}
