import { expect, test } from "vitest";
import type { Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  addAnswerUse,
  createNextVersion,
  findSensitiveQuestions,
  findUsedErrors,
  isFormValid,
  listPublicQuestions,
  listRemovedQuestions,
  noAnswerUse,
  takesAway,
  toAcceptedForm,
} from "#shared/questions/question-changes.rules.ts";
import { aConference, buildRegistration, toOptions } from "../support/builders.ts";

const meal = (more: Partial<Question> = {}): Question => ({
  key: "meal",
  type: "choice",
  label: { en: "Meal" },
  options: toOptions("fish", "rice"),
  ...more,
});
const heading: Question = { key: "travel", type: "section", label: { en: "Travel" } };

const person = (more: Partial<Registration>): Registration => ({ ...buildRegistration(aConference()), ...more });

const listUse = (people: readonly Registration[]) => addAnswerUse(noAnswerUse, people, ({ protection }) => !protection);

test("collects the answers to each question, also of an open request, but none of an erased or protected person", () => {
  const use = listUse([
    person({
      answers: { meal: { value: "fish" }, days: { value: ["mon", "tue"] } },
      staffAnswers: { table: { value: 3 } },
    }),
    person({
      changeRequest: {
        at: "2027-03-01T12:00:00.000Z",
        changes: [],
        answers: { meal: { to: { value: "rice" } }, days: { to: null } },
      },
    }),
    person({}),
  ]);
  expect(use).toEqual({
    hasPeople: true,
    hasHiddenPeople: false,
    values: new Map([
      ["meal", new Set(["fish", "rice"])],
      ["days", new Set(["mon", "tue"])],
      ["table", new Set(["3"])],
    ]),
  });
  const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [] };
  const unread = listUse([person({ answers: { meal: { value: "fish" } }, protection })]);
  expect(unread).toEqual({ hasPeople: true, hasHiddenPeople: true, values: new Map() });
  const erasure = { startedAt: "2027-03-01T12:00:00.000Z", reason: "at-their-request" } as const;
  expect(listUse([person({ erasure, answers: { meal: { value: "fish" } } })])).toEqual(noAnswerUse);
});

test("a question with answers keeps its type, who may read it, and its options in use", () => {
  const use = listUse([person({ answers: { meal: { value: "fish" } } })]);
  const find = (after: Question) => findUsedErrors([heading, meal()], [heading, after], use);
  expect(find(meal({ label: { en: "Dinner" }, options: toOptions("fish", "beans") }))).toEqual([]);
  expect(find(meal({ options: toOptions("rice") }))).toEqual([
    { path: "items.1.options", rule: "optionInUse", values: { question: "meal", option: "fish" } },
  ]);
  const values = { question: "meal" };
  expect(find({ key: "meal", type: "text", label: { en: "Meal" } }).map(({ path }) => path)).toEqual([
    "items.1.type",
    "items.1.options",
  ]);
  expect(find(meal({ sensitive: true }))).toEqual([{ path: "items.1.sensitive", rule: "answersConfidential", values }]);
  expect(find(meal({ staffOnly: true }))).toEqual([{ path: "items.1.staffOnly", rule: "questionInUse", values }]);
  expect(findUsedErrors([meal()], [meal({ type: "choices", options: [] })], noAnswerUse)).toEqual([]);
  expect(find({ key: "travel", type: "text", label: { en: "Travel" } })).toEqual([]);
});

test("a sensitive question keeps its options once people have registered, whatever their answers are", () => {
  const use = listUse([person({})]);
  const find = (options: readonly string[]) =>
    findUsedErrors([meal({ sensitive: true })], [meal({ sensitive: true, options: toOptions(...options) })], use);
  expect(find(["fish"])).toEqual([
    { path: "items.0.options", rule: "answersConfidential", values: { question: "meal" } },
  ]);
  expect(find(["fish", "rice", "beans"])).toEqual([]);
});

test("knows without counting whether a change takes nothing away", () => {
  const text: Question = { key: "text", type: "text", label: { en: "Text" } };
  expect(takesAway([heading, meal(), text], [meal({ required: true }), text])).toBe(false);
  expect(takesAway([heading], [{ ...text, key: "travel" }])).toBe(false);
  expect(takesAway([meal(), text], [text])).toBe(true);
  expect(takesAway([meal()], [meal({ options: toOptions("fish") })])).toBe(true);
  expect(takesAway([text], [{ ...text, sensitive: true }])).toBe(true);
});

test("lists the removed questions without the headings", () => {
  expect(listRemovedQuestions([heading, meal()], [])).toEqual([meal()]);
  expect(listRemovedQuestions([heading, meal()], [meal()])).toEqual([]);
});

test("a form with an earlier version is valid for a day after the version was replaced", () => {
  const first: QuestionSet = { version: 1, savedAt: "2027-03-01T00:00:00.000Z", items: [], superseded: [] };
  const second = createNextVersion(first, [meal()], "2027-03-02T00:00:00.000Z");
  expect(second).toMatchObject({ version: 2, savedAt: "2027-03-02T00:00:00.000Z", items: [meal()] });
  const third = createNextVersion(second, [], "2027-03-02T12:00:00.000Z");
  expect(isFormValid(third, 1, "2027-03-02T23:59:59.999Z")).toBe(true);
  expect(isFormValid(third, 1, "2027-03-03T00:00:00.000Z")).toBe(false);
  expect(isFormValid(third, 2, "2027-03-03T00:00:00.000Z")).toBe(true);
  expect(isFormValid(third, 3, "2027-03-03T00:00:00.000Z")).toBe(false);
  expect(createNextVersion(third, [], "2027-03-03T06:00:00.000Z").superseded.map(({ version }) => version)).toEqual([
    2, 3,
  ]);
});

const none: QuestionSet = { version: 0, savedAt: "", items: [], superseded: [] };

/** The set after these versions, an hour apart. */
const saveAll = (...versions: readonly (readonly Question[])[]) =>
  versions.reduce((set, items, hour) => createNextVersion(set, items, `2027-03-01T0${hour}:00:00.000Z`), none);

test("knows for a day what removed questions were at last, and which ones were sensitive", () => {
  const until = "2027-05-01T00:00:00.000Z";
  const set = saveAll([meal({ sensitive: true }), heading], [meal({ staffOnly: true, until })], []);
  expect(set.former).toEqual([
    { key: "meal", type: "choice", at: "2027-03-01T02:00:00.000Z", sensitive: true, staffOnly: true, until },
    { key: "travel", type: "section", at: "2027-03-01T01:00:00.000Z" },
  ]);
  const later = createNextVersion(set, [heading], "2027-03-02T01:30:00.000Z");
  expect(later.former?.map(({ key }) => key)).toEqual(["meal"]);
  expect(createNextVersion(later, [], "2027-03-04T00:00:00.000Z").former?.map(({ key }) => key)).toEqual(["travel"]);
  expect(saveAll([meal()], [meal()])).not.toHaveProperty("former");
});

test("accepts of an older form what is of the same type, open to the respondent, and not over", () => {
  const now = "2027-03-01T12:00:00.000Z";
  const accept = (shown: Question, present: QuestionSet, respondent: "person" | "staff" = "person") =>
    toAcceptedForm({ ...none, version: 1, items: [shown] }, present, { respondent, now }).items;
  const over = { until: now };
  const open = { until: "2027-03-01T12:00:00.001Z" };
  expect(accept(meal(), saveAll([meal({ staffOnly: true })]))).toEqual([meal({ staffOnly: true })]);
  expect(accept(meal({ staffOnly: true, ...over }), saveAll([meal()]))).toEqual([meal()]);
  expect(accept(meal(), saveAll([meal(over)]))).toEqual([]);
  expect(accept(meal(), saveAll([meal(over)]), "staff")).toEqual([meal(over)]);
  expect(accept(meal(over), saveAll([meal(open)], []))).toEqual([meal(open)]);
  expect(accept(meal(), saveAll([meal()], [{ ...meal(), type: "text" }], []))).toEqual([]);
  expect(accept(meal(), none)).toEqual([]);
});

test("an answer is sensitive by the present questions, and in an older form by each one since", () => {
  const shown = { ...none, items: [meal({ key: "first", sensitive: true })] };
  const present = saveAll([meal({ sensitive: true })], [meal({ key: "last", sensitive: true })]);
  expect([...findSensitiveQuestions(present).keys]).toEqual(["last"]);
  expect([...findSensitiveQuestions(present, shown).keys].toSorted()).toEqual(["first", "last", "meal"]);
  expect([...findSensitiveQuestions(none, none).keys]).toEqual([]);
});

test("what follows from a sensitive question is sensitive, also in an older form, and names it", () => {
  const follow = (key: string, question: string) => meal({ key, when: { question, in: ["fish"] } });
  const items = [meal({ sensitive: true }), follow("second", "meal"), follow("third", "second"), meal({ key: "free" })];
  const set = saveAll(items);
  expect(set.items.filter(({ sensitive }) => sensitive).map(({ key }) => key)).toEqual(["meal", "second", "third"]);
  expect(
    saveAll([meal({ sensitive: true }), { ...heading, when: { question: "meal", in: ["fish"] } }]).items[1],
  ).not.toHaveProperty("sensitive");
  const shown = { ...none, items: [meal(), follow("older", "meal")] };
  expect([...findSensitiveQuestions(set, shown).followed]).toEqual([
    ["older", "meal"],
    ["second", "meal"],
    ["third", "meal"],
  ]);
});

test("publishes of a version neither the questions that are for staff now nor what depends on them", () => {
  const visa = meal({ key: "visa" });
  const embassy = meal({ key: "embassy", when: { question: "visa", in: ["fish"] } });
  const city = meal({ key: "city", when: { question: "embassy", in: ["fish"] } });
  const items = [meal(), visa, embassy, city, meal({ key: "table", staffOnly: true })];
  expect(listPublicQuestions(items, []).map(({ key }) => key)).toEqual(["meal", "visa", "embassy", "city"]);
  expect(listPublicQuestions(items, [meal(), { ...visa, staffOnly: true }]).map(({ key }) => key)).toEqual(["meal"]);
});
