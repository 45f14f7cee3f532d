import { describe, expect, test } from "vitest";
import { compilePattern } from "../../local/events/event-pattern.ts";

const matches = (pattern: object, value: unknown) => compilePattern(JSON.stringify(pattern))(value);

describe("an event pattern selects records as Lambda does", () => {
  const record = {
    eventName: "INSERT",
    dynamodb: {
      NewImage: {
        entity: { S: "journal" },
        mails: { M: { m0: { S: "x" } } },
        tags: { SS: ["a", "b"] },
        count: { N: "1" },
      },
    },
  };
  const image = (NewImage: object) => ({ dynamodb: { NewImage } });

  test.each([
    ["a value of the list", { eventName: ["MODIFY", "INSERT"] }, true],
    ["no value of the list", { eventName: ["REMOVE"] }, false],
    ["a nested value", image({ entity: { S: ["journal"] } }), true],
    ["one of the record's own list", image({ tags: { SS: ["b"] } }), true],
    ["all fields, not one of them", { eventName: ["INSERT"], ...image({ entity: { S: ["person"] } }) }, false],
    ["a number is no text", image({ count: { N: [1] } }), false],
    ["a value that exists", image({ count: { N: [{ exists: true }] } }), true],
    ["a value that doesn't", image({ seat: { S: [{ exists: true }] } }), false],
    ["the absence of a value", image({ seat: { S: [{ exists: false }] } }), true],
    ["the absence of one that is there", image({ count: { N: [{ exists: false }] } }), false],
    ["a map is no value, so it doesn't exist", image({ mails: { M: [{ exists: true }] } }), false],
    ["a value inside that map does", image({ mails: { M: { m0: { S: [{ exists: true }] } } } }), true],
  ])("%s", (_name, pattern, expected) => {
    expect(matches(pattern, record)).toBe(expected);
  });

  test("a record without the field is not selected", () => {
    expect(matches(image({ entity: { S: ["journal"] } }), { eventName: "REMOVE", dynamodb: {} })).toBe(false);
  });

  test("an unknown kind of pattern is refused, because it could select too much or too little", () => {
    expect(() => compilePattern('{"eventName":[{"prefix":"IN"}]}')).toThrow(/prefix/);
    expect(() => compilePattern('{"eventName":"INSERT"}')).toThrow(/not an event pattern/);
  });
});
