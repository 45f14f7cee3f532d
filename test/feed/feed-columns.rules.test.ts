import { expect, test } from "vitest";
import { findAnswerKey, toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";

test("the column of an answer names its question, another column names none", () => {
  expect(findAnswerKey(toAnswerColumn("meal"))).toBe("meal");
  expect(findAnswerKey("name")).toBeUndefined();
});
