import { createMomentFormat } from "#shared/i18n/dates.ts";
import type { Language } from "#shared/model/conference.ts";
import { localeTags } from "#shared/model/conference.ts";

/** Formats of days and times in the reader's language, the same as in emails. */
const getLocale = (language: string) => localeTags[language as Language] ?? language;

/** A day, `YYYY-MM-DD`. */
export const formatDay = (date: string, language: string): string =>
  new Intl.DateTimeFormat(getLocale(language), { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** A range of days, without repeating common parts. */
export const formatDayRange = (from: string, to: string, language: string): string =>
  new Intl.DateTimeFormat(getLocale(language), { dateStyle: "long", timeZone: "UTC" }).formatRange(
    new Date(`${from}T00:00:00Z`),
    new Date(`${to}T00:00:00Z`),
  );

/** A time with the name of its zone, because the reader may be in another zone. */
export const formatDateTime = (time: string, timeZone: string, language: string): string =>
  createMomentFormat(timeZone, getLocale(language)).format(new Date(time));

/** The day and the times of a session. */
export const formatTimeRange = (from: string, to: string, timeZone: string, language: string): string =>
  new Intl.DateTimeFormat(getLocale(language), {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).formatRange(new Date(from), new Date(to));

/** A day, `YYYY-MM-DD`, with its weekday. */
export const formatWeekday = (date: string, language: string): string =>
  new Intl.DateTimeFormat(getLocale(language), { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** The hour and minute of a moment in a time zone. */
export const formatTimeOfDay = (time: string, timeZone: string, language: string): string =>
  new Intl.DateTimeFormat(getLocale(language), {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(time));

/** The time zone of the reader's device. */
export const getOwnTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
