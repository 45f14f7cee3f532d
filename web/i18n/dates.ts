import type { Language } from "#shared/domain/conference.ts";
import { locales } from "#shared/domain/locale.ts";
import { momentFormat } from "#shared/i18n/dates.ts";

/** Days and times as the reader's language writes them, in the conference's time zone; as its mails write them. */
const localeOf = (language: string) => locales[language as Language] ?? language;

/** A day, `YYYY-MM-DD`. */
export const day = (date: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** From one day to another, without saying twice what both share. */
export const days = (from: string, to: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: "long", timeZone: "UTC" }).formatRange(
    new Date(`${from}T00:00:00Z`),
    new Date(`${to}T00:00:00Z`),
  );

/** A moment, with the zone's name, for the reader may be elsewhere. */
export const moment = (time: string, timeZone: string, language: string): string =>
  momentFormat(timeZone, localeOf(language)).format(new Date(time));

/** A session's time of day, with its day. */
export const span = (from: string, to: string, timeZone: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).formatRange(new Date(from), new Date(to));
