import { expect, test } from "vitest";
import { parseSheetDate } from "#shared/imports/sheet-dates.rules.ts";

test.each([
  ["1980-12-31"],
  ["1980/12/31"],
  ["1980.12.31"],
  ["1980年12月31日"],
  ["1980-12-31T00:00:00.000Z"],
  ["1980-12-31 00:00"],
  ["31.12.1980"],
  ["31/12/1980"],
  ["31-12-1980"],
  ["12/31/1980"],
  [" 31/12/1980 "],
  ["٣١/١٢/١٩٨٠"],
  ["۳۱/۱۲/۱۹۸۰"],
  ["\u200F31/12/1980"],
  ["３１/１２/１９８０"],
])("%j is the last day of 1980", (text) => {
  expect(parseSheetDate(text)).toEqual(["1980-12-31"]);
});

test("a short day or month is completed, and a point says that the day is first", () => {
  expect(parseSheetDate("3.4.1980")).toEqual(["1980-04-03"]);
  expect(parseSheetDate("1980-4-3")).toEqual(["1980-04-03"]);
  expect(parseSheetDate("4/4/1980")).toEqual(["1980-04-04"]);
});

test.each(["03/04/1980", "3-4-1980"])("%j is ambiguous", (text) => {
  expect(parseSheetDate(text)).toEqual(["1980-04-03", "1980-03-04"]);
});

test.each([
  "",
  "31/13/1980",
  "29.02.1981",
  "1980-02-30",
  "31/12/80",
  "31/12-1980",
  "1980-12-31T10:00",
  "December 1980",
  `1980-12-31${" ".repeat(100)}`,
])("%j is no date", (text) => {
  expect(parseSheetDate(text)).toEqual([]);
});
