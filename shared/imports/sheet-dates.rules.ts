import { isCalendarDate } from "#shared/text/text-rules.ts";

/** Year, month, day: with any separator, in Chinese characters, or with the midnight that databases add. */
const yearFirst = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/;

/** Day and month in either order, then the year. */
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

/** The longest text of a cell that can be a date, in UTF-16 units. */
const maxDateLength = 100;

/** The zeros of the digits of Arabic and Persian. */
const zeros = [0x0660, 0x06f0] as const;

/** The text with ASCII digits, without the invisible marks of direction. */
const normalizeDigits = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (code < zeros[1] ? zeros[0] : zeros[1]));
    })
    .trim();

const toDate = (year = "", month = "", day = ""): string => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;

/**
 * The dates that a text can mean, as `YYYY-MM-DD`: none, one, or two for an ambiguous text such as `03/04/1980`. With
 * points, the day is first, because no country writes the month before a point.
 */
export function parseSheetDate(text: string): readonly string[] {
  if (text.length > maxDateLength) return [];
  const written = normalizeDigits(text);
  const [, year, month, day, chineseMonth, chineseDay] = yearFirst.exec(written) ?? [];
  if (year !== undefined) return [toDate(year, month ?? chineseMonth, day ?? chineseDay)].filter(isCalendarDate);
  const [, first, separator, second, lastYear] = yearLast.exec(written) ?? [];
  const dayFirst = toDate(lastYear, second, first);
  const dates = separator === "." ? [dayFirst] : [dayFirst, toDate(lastYear, first, second)];
  return [...new Set(dates.filter(isCalendarDate))];
}
