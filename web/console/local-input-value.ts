/** Values of `datetime-local` inputs, `YYYY-MM-DDTHH:mm`, in the time zone of the conference. */

/** The Swedish format equals ISO 8601. */
export const toLocalInputValue = (time: string, timeZone: string): string =>
  new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone })
    .format(new Date(time))
    .replace(" ", "T");

/** The time in UTC at which clocks in the zone show the value; the text itself if it is no time. */
export function parseLocalInputValue(local: string, timeZone: string): string {
  const wanted = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wanted)) return local;
  let at = wanted;
  // The first pass may use the offset on the other side of a clock change; the second pass corrects it.
  for (let look = 0; look < 2; look += 1)
    at += wanted - Date.parse(`${toLocalInputValue(new Date(at).toISOString(), timeZone)}:00Z`);
  return new Date(at).toISOString();
}
