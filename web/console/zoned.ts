/** Times of day at the conference, as `YYYY-MM-DDTHH:mm`, which is how the browser's own field has them. */

/** Swedish writes a time as ISO does. */
export const toLocal = (time: string, timeZone: string): string =>
  new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone })
    .format(new Date(time))
    .replace(" ", "T");

/** The moment at which clocks of the zone show this, in UTC. The text itself where it is no time. */
export function toUtc(local: string, timeZone: string): string {
  const wanted = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wanted)) return local;
  let at = wanted;
  // The zone's distance from UTC may be another one there: the second look has it.
  for (let look = 0; look < 2; look += 1)
    at += wanted - Date.parse(`${toLocal(new Date(at).toISOString(), timeZone)}:00Z`);
  return new Date(at).toISOString();
}
