import { describe, expect, test } from "vitest";
import { compilePattern } from "../../local/events/event-pattern.ts";

const pattern = { source: ["aws.guardduty"], detail: { object: { bucket: ["documents", "others"] } } };

describe("an event matches a rule's pattern", () => {
  test.each([
    [true, { source: "aws.guardduty", detail: { object: { bucket: "others", key: "a" } }, more: 1 }],
    [false, { source: "aws.s3", detail: { object: { bucket: "documents" } } }],
    [false, { source: "aws.guardduty", detail: { object: { bucket: "elsewhere" } } }],
    [false, { source: "aws.guardduty", detail: {} }],
    [false, { source: "aws.guardduty" }],
  ])("%s", (expected, event) => {
    expect(compilePattern(JSON.stringify(pattern))(event)).toBe(expected);
  });
});
