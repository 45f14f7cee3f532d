import type { Conference, Language } from "#shared/domain/conference.ts";
import { locales } from "#shared/domain/locale.ts";

/** The United Nations give each month both of its Arabic names, for readers east and west of Suez know one each. */
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

const joined = (parts: readonly { readonly type: string; readonly value: string }[]) =>
  parts.map(({ type, value }) => (type === "month" ? (arabicMonths[value] ?? value) : value)).join("");

/** A moment as it is at the venue, such as "1 May 2027 at 12:00 CEST". */
export const momentAt = (timeZone: string, moment: string, language: Language): string =>
  joined(momentFormat(timeZone, locales[language]).formatToParts(new Date(moment)));

/** A day and a time with the name of the time zone, for the reader may be elsewhere. */
export const momentFormat = (timeZone: string, locale: string) =>
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

/** The days of a conference, such as "26–27 October 2027". They are days at the venue already, whatever the zone. */
export function conferenceDays({ startsOn, endsOn }: Pick<Conference, "startsOn" | "endsOn">, language: Language) {
  const [first, last] = [new Date(`${startsOn}T12:00:00Z`), new Date(`${endsOn}T12:00:00Z`)];
  if (language === "zh" && startsOn !== endsOn) return chineseDays(first, last);
  const format = new Intl.DateTimeFormat(locales[language], { dateStyle: "long", timeZone: "UTC" });
  return joined(format.formatRangeToParts(first, last));
}

/** As "2027年10月26日至27日", for the range that `Intl` gives is one of figures and slashes. */
function chineseDays(first: Date, last: Date): string {
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
  const sameMonth = sameYear && first.getUTCMonth() === last.getUTCMonth();
  const inFull = { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" } as const;
  const rest = { ...inFull, year: sameYear ? undefined : "numeric", month: sameMonth ? undefined : "long" } as const;
  const write = (day: Date, as: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locales.zh, as).format(day);
  return `${write(first, inFull)}至${write(last, rest)}`;
}
