import { expect, test } from "vitest";
import { validate } from "#shared/contracts/validate.ts";
import { questionsDraft } from "#shared/questions/contract.ts";

const listErrors = (...items: readonly object[]) => {
  const result = validate(questionsDraft, { items });
  return "value" in result ? [] : result.fieldErrors.map(({ path, rule }) => `${path} ${rule}`);
};

const label = { en: "Question" };
const options = [{ value: "a", label }];
const yesNo = { key: "visa", type: "yes-no", label };

test.each([
  ["", "pattern"],
  ["x", "tooShort"],
  ["Visa", "pattern"],
  ["visa_needed", "pattern"],
  ["visa--needed", "pattern"],
  ["constructor", "pattern"],
  ["to-string", undefined],
  ["visaNeeded2", undefined],
])("the key %j of a question breaks the rule %s", (key, rule) => {
  expect(listErrors({ ...yesNo, key })).toEqual(rule ? [`items.0.key ${rule}`] : []);
});

test("reports a second question with the same key", () => {
  expect(listErrors(yesNo, yesNo)).toEqual(["items.1.key duplicate"]);
});

test.each([
  [{ type: "choice" }, ["options required"]],
  [{ type: "text", options }, ["options notForType"]],
  [{ type: "choices", options, min: 2 }, ["min notOneOf"]],
  [{ type: "choices", options: [...options, ...options] }, ["options duplicate"]],
  [{ type: "number", min: 3, max: 2 }, ["max endsBeforeStart"]],
  [{ type: "number", min: "3" }, ["min wrongType"]],
  [{ type: "date", min: "2027-02-30", max: 3 }, ["min wrongType", "max wrongType"]],
  [{ type: "yes-no", maxLength: 3, min: 1 }, ["maxLength notForType", "min notForType"]],
  [{ type: "section", required: true, sensitive: false }, ["required notForType"]],
  [{ type: "acknowledgement", staffOnly: true }, ["staffOnly notForType"]],
  [{ type: "text", until: "2027-03-01T00:00:00Z" }, ["until notForType"]],
  [{ type: "text", staffOnly: true, editable: true }, ["editable notForType"]],
  [{ type: "picture" }, ["type notOneOf"]],
  [{ type: "file", fileTypes: ["pdf"], maxMegabytes: 10 }, []],
  [{ type: "file", fileTypes: [], maxMegabytes: 11 }, ["fileTypes tooShort", "maxMegabytes tooLarge"]],
  [{ type: "file", fileTypes: ["exe"] }, ["fileTypes.0 notOneOf"]],
  [{ type: "file", maxLength: 3 }, ["maxLength notForType"]],
  [{ type: "text", fileTypes: ["pdf"], maxMegabytes: 1 }, ["fileTypes notForType", "maxMegabytes notForType"]],
  [{ type: "text", label: { fr: "Question" } }, ["label.en required"]],
])("reports the settings that %j cannot have", (settings, expected) => {
  expect(listErrors({ key: "some", label, ...settings })).toEqual(expected.map((error) => `items.0.${error}`));
});

test("a form asks for at most ten files", () => {
  const files = Array.from({ length: 12 }, (_, index) => ({ key: `file${index}`, type: "file", label }));
  expect(listErrors(...files.slice(0, 10))).toEqual([]);
  expect(listErrors(...files)).toEqual(["items.10.type tooManyFiles"]);
});

test.each([
  [{}, { in: [true] }, []],
  [{}, { in: ["yes"] }, ["in.0 notOneOf"]],
  [{ type: "choice", options }, { in: ["a", "b", true] }, ["in.1 notOneOf", "in.2 notOneOf"]],
  [{ type: "country" }, { in: ["CHE", "Swiss"] }, ["in.1 notOneOf"]],
  [{ type: "text" }, { in: ["a"] }, ["question earlierQuestion"]],
  [{ staffOnly: true }, { in: [true] }, ["question earlierQuestion"]],
  [{ askedAt: "approved" }, { in: [true] }, ["question earlierQuestion"]],
])("a condition on %j that is %j has the errors %j", (named, when, expected) => {
  const dependent = { key: "embassy", type: "text", label, when: { question: "visa", ...when } };
  expect(listErrors({ ...yesNo, ...named }, dependent)).toEqual(expected.map((error) => `items.1.when.${error}`));
  expect(listErrors(dependent)).toEqual(["items.0.when.question earlierQuestion"]);
});

test("a question of staff may depend on one of staff, and one after the approval on one after it", () => {
  const when = { question: "visa", in: [true] };
  const dependent = { key: "embassy", type: "text", label, when };
  expect(listErrors({ ...yesNo, staffOnly: true }, { ...dependent, staffOnly: true })).toEqual([]);
  expect(listErrors({ ...yesNo, askedAt: "approved" }, { ...dependent, askedAt: "approved" })).toEqual([]);
});
