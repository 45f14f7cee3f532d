import { parseLocalTime } from "#shared/model/time.ts";

/** Values of `datetime-local` inputs, `YYYY-MM-DDTHH:mm`, in the time zone of the conference. */

/** The Swedish format equals ISO 8601. */
export const toLocalInputValue = (time: string, timeZone: string): string =>
  new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone })
    .format(new Date(time))
    .replace(" ", "T");

/** The time in UTC at which clocks in the zone show the value; the text itself if it is no time. */
export const parseLocalInputValue = (local: string, timeZone: string): string =>
  Number.isNaN(Date.parse(`${local}:00Z`)) ? local : parseLocalTime(local, timeZone);
