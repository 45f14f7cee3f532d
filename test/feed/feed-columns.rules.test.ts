import { expect, test } from "vitest";
import {
  type FeedValue,
  feedColumns,
  findAnswerKey,
  formatFeedTime,
  isFeedTime,
  packFeedTimes,
  toAnswerColumn,
} from "#shared/feed/feed-columns.rules.ts";

test("times of a row become numbers, which tell the same times", () => {
  const time = "2027-03-07T02:32:20.123Z";
  const row = feedColumns.map((column): FeedValue => (column === "scannedAt" ? null : isFeedTime(column) ? time : "x"));
  const packed = packFeedTimes(row);
  const shown = packed.map((cell) => (typeof cell === "number" ? formatFeedTime(cell) : cell));
  expect(shown).toEqual(row);
  expect(packed.filter((cell) => typeof cell === "number")).toHaveLength(2);
  expect(feedColumns.filter(isFeedTime)).toEqual(["submittedAt", "accreditationSince", "scannedAt"]);
});

test("a column of answers names its question, and no other column names one", () => {
  expect(findAnswerKey(toAnswerColumn("meal"))).toBe("meal");
  expect(feedColumns.flatMap((column) => findAnswerKey(column) ?? [])).toEqual([]);
});
