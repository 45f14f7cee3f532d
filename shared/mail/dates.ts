import type { Conference, Language } from "#shared/domain/conference.ts";

/** English dates in the order that the United Nations write them: day, month, year. */
const localeOf = (language: Language) => (language === "en" ? "en-GB" : language);

/** A moment as it is at the venue, such as "1 May 2027 at 12:00 CEST". */
export function momentAt(timeZone: string, moment: string, language: Language): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  });
  return format.format(new Date(moment));
}

/** The days of a conference, such as "26–27 October 2027". They are days at the venue already, whatever the zone. */
export function conferenceDays({ startsOn, endsOn }: Conference, language: Language): string {
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: "long", timeZone: "UTC" });
  return format.formatRange(new Date(`${startsOn}T12:00:00Z`), new Date(`${endsOn}T12:00:00Z`));
}
