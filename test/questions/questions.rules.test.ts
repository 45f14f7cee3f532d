import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import {
  type AnswerContext,
  findForeignNames,
  isOpenTo,
  isRequired,
  listAskedQuestions,
  listFollowingKeys,
  listNeededKeys,
  listRaisedKeys,
  listRuledOutKeys,
} from "#shared/questions/questions.rules.ts";

const ask = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "yes-no",
  label: { en: key },
  ...more,
});

const context: AnswerContext = {
  category: "ngo",
  role: "delegate",
  askedAt: "registration",
  respondent: "person",
  now: "2027-03-01T12:00:00.000Z",
};

const listKeys = (questions: readonly Question[], answers = {}, more: Partial<AnswerContext> = {}) =>
  listAskedQuestions(questions, answers, { ...context, ...more }).map(({ key }) => key);

test("a form of the wanted questions has those on which they depend, directly or through others", () => {
  const questions = [
    ask("visa"),
    ask("embassy", { when: { question: "visa", in: [true] } }),
    ask("other"),
    ask("date", { required: true, when: { question: "embassy", in: [true] } }),
    ask("hotel", { required: true }),
  ];
  const needed = listNeededKeys(questions, ({ required }) => required === true);
  expect([...needed].toSorted()).toEqual(["date", "embassy", "hotel", "visa"]);
});

test("asks a question of its categories and roles only", () => {
  const questions = [
    ask("all"),
    ask("ofNgos", { categories: ["ngo", "media"] }),
    ask("ofMedia", { categories: ["media"] }),
    ask("ofDelegates", { roles: ["delegate"] }),
    ask("ofObservers", { roles: ["observer"] }),
  ];
  expect(listKeys(questions)).toEqual(["all", "ofNgos", "ofDelegates"]);
  expect(listKeys(questions, {}, { category: "media", role: "observer" })).toEqual([
    "all",
    "ofNgos",
    "ofMedia",
    "ofObservers",
  ]);
});

test("asks a question with a condition where the earlier answer, or one of several choices, is among its values", () => {
  const questions = [
    ask("visa"),
    ask("embassy", { when: { question: "visa", in: [true] } }),
    ask("meals", { type: "choices" }),
    ask("allergies", { type: "text", when: { question: "meals", in: ["lunch", "dinner"] } }),
  ];
  expect(listKeys(questions)).toEqual(["visa", "meals"]);
  expect(listKeys(questions, { visa: false, meals: ["breakfast"] })).toEqual(["visa", "meals"]);
  expect(listKeys(questions, { visa: true, meals: ["breakfast", "dinner"] })).toHaveLength(4);
});

test("does not ask what depends on a question that is not asked, whatever its answer says", () => {
  const questions = [
    ask("press", { categories: ["media"] }),
    ask("camera", { when: { question: "press", in: [true] } }),
    ask("tripod", { when: { question: "camera", in: [true] } }),
  ];
  const answers = { press: true, camera: true, tripod: true };
  expect(listRaisedKeys(questions, answers, { category: "ngo", role: "delegate" })).toEqual(new Set());
  expect([...listRaisedKeys(questions, answers, { category: "media", role: "delegate" })]).toHaveLength(3);
});

test("asks a question for staff of staff alone, and an acknowledgement of the person alone", () => {
  const questions = [ask("note", { staffOnly: true }), ask("rules", { type: "acknowledgement" }), ask("common")];
  expect(listKeys(questions)).toEqual(["rules", "common"]);
  expect(listKeys(questions, {}, { respondent: "focal-point" })).toEqual(["common"]);
  expect(listKeys(questions, {}, { respondent: "staff" })).toEqual(["note", "common"]);
});

test("asks a question after the approval of approved people, until its time, and of staff at any time", () => {
  const until = "2027-03-02T12:00:00.000Z";
  const questions = [ask("flight", { askedAt: "approved", until }), ask("hotel", { askedAt: "approved" })];
  expect(listKeys(questions)).toEqual([]);
  expect(listKeys(questions, {}, { askedAt: "approved" })).toEqual(["flight", "hotel"]);
  expect(listKeys(questions, {}, { askedAt: "approved", now: until })).toEqual(["hotel"]);
  expect(listKeys(questions, {}, { respondent: "staff", now: until })).toEqual(["flight", "hotel"]);
});

test("a heading is not asked", () => {
  expect(isOpenTo(ask("part", { type: "section" }), context)).toBe(false);
});

test.each([
  [ask("optional"), "person", false],
  [ask("needed", { required: true }), "person", true],
  [ask("needed", { required: true }), "focal-point", true],
  [ask("needed", { required: true }), "staff", false],
  [ask("rules", { type: "acknowledgement" }), "person", true],
] as const)("%j must be answered by %s: %s", (question, respondent, expected) => {
  expect(isRequired(question, { ...context, respondent })).toBe(expected);
});

test("reports each category and role that the conference does not have", () => {
  const known = { categories: ["ngo"], roles: ["delegate"] };
  expect(
    findForeignNames(known, [
      ask("a", { categories: ["ngo", "academia"], roles: ["delegate"] }),
      ask("b", { roles: ["interpreter"] }),
    ]),
  ).toEqual([
    { path: "items.0.categories.1", rule: "unknownCategory" },
    { path: "items.1.roles.0", rule: "notOneOf" },
  ]);
});

test("lists what follows from an answer, directly and through other questions", () => {
  const when = (question: string) => ({ when: { question, in: [true] } });
  const questions = [ask("a"), ask("b", when("a")), ask("c", when("b")), ask("d"), ask("e", when("d"))];
  expect([...listFollowingKeys(questions, new Set(["a"]))]).toEqual(["b", "c"]);
});

test("an answer, a category or a role rules a question out with what depends on it, whatever else was answered", () => {
  const questions = [
    ask("ill"),
    ask("cause", { when: { question: "ill", in: [true] } }),
    ask("detail", { when: { question: "cause", in: [true] } }),
    ask("ofMedia", { categories: ["media"], when: { question: "ill", in: [true] } }),
    ask("ofObservers", { roles: ["observer"] }),
  ];
  const list = (answers: Parameters<typeof listRuledOutKeys>[1], more = {}) => [
    ...listRuledOutKeys(questions, answers, { ...context, ...more }),
  ];
  expect(list({})).toEqual(["ofMedia", "ofObservers"]);
  expect(list({}, { category: "media", role: "observer" })).toEqual([]);
  expect(list({ ill: true }, { category: "media" })).toEqual(["ofObservers"]);
  for (const ill of [false, null]) expect(list({ ill })).toEqual(["cause", "detail", "ofMedia", "ofObservers"]);
});
