import { expect, test } from "vitest";
import { formatConferenceDays, formatMoment } from "#shared/i18n/dates.ts";

const days = (startsOn: string, endsOn: string) => ({ startsOn, endsOn });

test.each([
  ["en", "2 May 2027 at 00:30 CEST"],
  ["fr", "2 mai 2027 à 00:30 UTC+2"],
  ["es", "2 de mayo de 2027 a las 00:30 CEST"],
  ["ar", "2 أيار/مايو 2027 في 00:30 غرينتش+2"],
  ["zh", "2027年5月2日 GMT+2 00:30"],
  ["ru", "2 мая 2027 г. в 00:30 GMT+2"],
] as const)("a moment in %s is the venue's, by the 24-hour clock", (language, written) => {
  expect(formatMoment("Europe/Zurich", "2027-05-01T22:30:00Z", language).replaceAll(/\s/g, " ")).toBe(written);
});

test.each([
  ["en", "26 – 27 October 2027", "30 October – 2 November 2027"],
  ["fr", "26–27 octobre 2027", "30 octobre – 2 novembre 2027"],
  ["es", "26–27 de octubre de 2027", "30 de octubre – 2 de noviembre de 2027"],
  ["ar", "26–27 تشرين الأول/أكتوبر 2027", "30 تشرين الأول/أكتوبر – 2 تشرين الثاني/نوفمبر 2027"],
  ["zh", "2027年10月26日至27日", "2027年10月30日至11月2日"],
  ["ru", "26–27 октября 2027 г.", "30 октября – 2 ноября 2027 г."],
] as const)("the days in %s are written as a range", (language, sameMonth, twoMonths) => {
  const written = (startsOn: string, endsOn: string) =>
    formatConferenceDays(days(startsOn, endsOn), language).replaceAll(/\s/g, " ");
  expect(written("2027-10-26", "2027-10-27")).toBe(sameMonth);
  expect(written("2027-10-30", "2027-11-02")).toBe(twoMonths);
});

test("a conference of one day, and one over New Year, in Chinese", () => {
  expect(formatConferenceDays(days("2027-10-26", "2027-10-26"), "zh")).toBe("2027年10月26日");
  expect(formatConferenceDays(days("2027-12-30", "2028-01-02"), "zh")).toBe("2027年12月30日至2028年1月2日");
});

test("every month has both of its Arabic names", () => {
  const names = Array.from({ length: 12 }, (_, month) =>
    formatMoment("UTC", new Date(Date.UTC(2027, month, 9)).toISOString(), "ar"),
  );
  for (const name of names) expect(name).toMatch(/^9 [\p{L} ]+\/\p{L}+ 2027 /u);
  expect(new Set(names).size).toBe(12);
});
