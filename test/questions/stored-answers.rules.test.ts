import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import type { AnswerContext } from "#shared/questions/questions.rules.ts";
import {
  isRemovable,
  listFreeKeys,
  listOpenKeys,
  listPointlessKeys,
  mergeAnswers,
  pickAnswers,
  readAnswerValues,
  toAnswer,
} from "#shared/questions/stored-answers.rules.ts";

const ask = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "yes-no",
  label: { en: key, fr: key },
  ...more,
});

const at = "2027-03-01T12:00:00.000Z";
const context: AnswerContext = {
  category: "ngo",
  role: "delegate",
  askedAt: "registration",
  respondent: "person",
  now: at,
};
const visa = ask("visa");
const embassy = ask("embassy", { type: "text", when: { question: "visa", in: [true] } });

test("stores the value, whether it is sensitive or a file, and which text of an acknowledgement was accepted", () => {
  const acceptance = { version: 3, language: "fr", at } as const;
  expect(toAnswer(visa, true, acceptance)).toEqual({ value: true });
  expect(toAnswer(ask("illness", { sensitive: true }), "flu", acceptance)).toEqual({ value: "flu", sensitive: true });
  const cause = { ...ask("cause", { sensitive: true }), follows: "illness" };
  expect(toAnswer(cause, "trip", acceptance)).toEqual({ value: "trip", sensitive: true, follows: "illness" });
  expect(toAnswer(ask("cv", { type: "file" }), "upload", acceptance)).toEqual({ value: "upload", file: true });
  const rules = ask("rules", { type: "acknowledgement" });
  expect(toAnswer(rules, true, acceptance)).toEqual({ value: true, accepted: acceptance });
  expect(toAnswer(rules, true, { ...acceptance, language: "ar" }).accepted?.language).toBe("en");
});

test("merges changed answers, and keeps no empty group", () => {
  const answers = { visa: { value: true }, embassy: { value: "Bern" } };
  expect(mergeAnswers(answers, { embassy: null, meal: { value: "fish" } })).toEqual({
    visa: { value: true },
    meal: { value: "fish" },
  });
  expect(mergeAnswers(answers, { visa: null, embassy: null })).toBeUndefined();
  expect(mergeAnswers(undefined, {})).toBeUndefined();
});

test("reads the values of both groups", () => {
  expect(readAnswerValues({})).toEqual({});
  expect(readAnswerValues({ answers: { visa: { value: true } }, staffAnswers: { table: { value: 3 } } })).toEqual({
    visa: true,
    table: 3,
  });
});

test("an answer is pointless once the answer that raised its question is another one", () => {
  const before = { visa: true, embassy: "Bern", removed: "x" };
  const list = (after: Record<string, string | boolean>) =>
    listPointlessKeys([visa, embassy], { before, after }, context);
  expect(list(before)).toEqual([]);
  expect(list({ ...before, visa: false })).toEqual(["embassy"]);
});

test("lists the asked questions without an answer", () => {
  expect(listOpenKeys([visa, embassy], {}, context)).toEqual(new Set(["visa"]));
  expect(listOpenKeys([visa, embassy], { visa: true }, context)).toEqual(new Set(["embassy"]));
});

test("a person takes away the answers that they may give, staff also those of removed questions", () => {
  const staff = { ...context, respondent: "staff" } as const;
  expect([isRemovable(visa, context), isRemovable(undefined, context)]).toEqual([true, false]);
  expect([isRemovable(ask("table", { staffOnly: true }), context), isRemovable(undefined, staff)]).toEqual([
    false,
    true,
  ]);
  expect(isRemovable(ask("rules", { type: "acknowledgement" }), staff)).toBe(false);
});

test("after the approval, editable answers, later questions and acknowledgements are free, but not what depends on a reviewed answer", () => {
  const questions = [
    visa,
    { ...embassy, editable: true },
    ask("meal", { editable: true }),
    ask("wine", { editable: true, when: { question: "meal", in: [true] } }),
    ask("flight", { askedAt: "approved" }),
    ask("rules", { type: "acknowledgement" }),
    ask("other", { editable: true }),
  ];
  const changed = ["visa", "embassy", "meal", "wine", "flight", "rules"];
  expect([...listFreeKeys(questions, changed, "approved")]).toEqual(["meal", "wine", "flight", "rules"]);
  expect([...listFreeKeys(questions, ["embassy"], "approved")]).toEqual(["embassy"]);
});

test("of a returned registration, what follows from another changed answer needs no mark", () => {
  expect([
    ...listFreeKeys([visa, embassy, ask("meal", { editable: true })], ["visa", "embassy", "meal"], "returned"),
  ]).toEqual(["embassy"]);
});

test("picks a part of changed answers", () => {
  const patch = { a: { value: 1 }, b: null };
  expect(pickAnswers(patch, (key) => key === "b")).toEqual({ b: null });
  expect(pickAnswers(patch, () => false)).toBeUndefined();
});
