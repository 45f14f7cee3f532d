import type { Conference, Language } from "#shared/model/conference.ts";
import { localeTags } from "#shared/model/conference.ts";

/** The United Nations use both Arabic names of each month, because readers east and west of Suez know one each. */
const arabicMonths: Readonly<Record<string, string>> = {
  يناير: "كانون الثاني/يناير",
  فبراير: "شباط/فبراير",
  مارس: "آذار/مارس",
  أبريل: "نيسان/أبريل",
  مايو: "أيار/مايو",
  يونيو: "حزيران/يونيو",
  يوليو: "تموز/يوليو",
  أغسطس: "آب/أغسطس",
  سبتمبر: "أيلول/سبتمبر",
  أكتوبر: "تشرين الأول/أكتوبر",
  نوفمبر: "تشرين الثاني/نوفمبر",
  ديسمبر: "كانون الأول/ديسمبر",
};

const joinParts = (parts: readonly { readonly type: string; readonly value: string }[]) =>
  parts.map(({ type, value }) => (type === "month" ? (arabicMonths[value] ?? value) : value)).join("");

/** A moment in local time at the venue, such as "1 May 2027 at 12:00 CEST". */
export const formatMoment = (timeZone: string, moment: string, language: Language): string =>
  joinParts(createMomentFormat(timeZone, localeTags[language]).formatToParts(new Date(moment)));

/** Day and time with the name of the time zone, because the reader may be in another one. */
export const createMomentFormat = (timeZone: string, locale: string) =>
  new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    timeZone,
  });

/** The days of a conference, such as "26–27 October 2027". They are days at the venue, so no time zone applies. */
export function formatConferenceDays(
  { startsOn, endsOn }: Pick<Conference, "startsOn" | "endsOn">,
  language: Language,
) {
  const [first, last] = [new Date(`${startsOn}T12:00:00Z`), new Date(`${endsOn}T12:00:00Z`)];
  if (language === "zh" && startsOn !== endsOn) return formatChineseDays(first, last);
  const format = new Intl.DateTimeFormat(localeTags[language], { dateStyle: "long", timeZone: "UTC" });
  return joinParts(format.formatRangeToParts(first, last));
}

/** "2027年10月26日至27日". `Intl` formats Chinese ranges with figures and slashes only. */
function formatChineseDays(first: Date, last: Date): string {
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
  const sameMonth = sameYear && first.getUTCMonth() === last.getUTCMonth();
  const full = { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" } as const;
  const rest = { ...full, year: sameYear ? undefined : "numeric", month: sameMonth ? undefined : "long" } as const;
  const format = (day: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(localeTags.zh, options).format(day);
  return `${format(first, full)}至${format(last, rest)}`;
}
