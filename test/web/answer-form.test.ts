import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import type { AnswerContext } from "#shared/questions/questions.rules.ts";
import { readAnswerForm, toAnswerFormValues } from "../../web/kit/form/answer-values.ts";

const toQuestion = (key: string, type: Question["type"], more: Partial<Question> = {}): Question => ({
  key,
  type,
  label: { en: key },
  ...more,
});

const questions = [
  toQuestion("travel", "section"),
  toQuestion("visa", "yes-no", { sensitive: true }),
  toQuestion("embassy", "text", { when: { question: "visa", in: [true] } }),
  toQuestion("bags", "number"),
  toQuestion("after", "section", { askedAt: "approved" }),
  toQuestion("flight", "text", { askedAt: "approved" }),
  toQuestion("desk", "section", { staffOnly: true }),
  toQuestion("table", "number", { staffOnly: true }),
];

const person: AnswerContext = {
  category: "ngo",
  role: "delegate",
  askedAt: "registration",
  respondent: "person",
  now: "2027-01-01T00:00:00.000Z",
};
const staff = { ...person, respondent: "staff" } as const;
const listKeys = (all: readonly Question[]) => all.map(({ key }) => key);

test("a form shows the questions of its respondent and stage, and no heading without a question", () => {
  const read = (context: AnswerContext) => listKeys(readAnswerForm(questions, { answers: {} }, {}, context).shown);
  expect(read(person)).toEqual(["travel", "visa", "bags"]);
  expect(read({ ...person, askedAt: "approved" })).toEqual(["travel", "visa", "bags", "after", "flight"]);
  expect(read(staff)).toEqual(["travel", "visa", "bags", "after", "flight", "desk", "table"]);
});

test("an answer that the page does not know raises what depends on it, and stays as it is until another is typed", () => {
  const known = { answers: { bags: 2 }, hidden: ["visa"] };
  const open = readAnswerForm(questions, known, {}, staff);
  expect(listKeys(open.shown)).toContain("embassy");
  expect(open.changes).toEqual({});
  const emptied = readAnswerForm(questions, known, { "sensitiveAnswers.visa": "" }, staff);
  expect(emptied.changes).toEqual({});
  const changed = readAnswerForm(
    questions,
    known,
    { "sensitiveAnswers.visa": "no", "answers.embassy": "Bern", "answers.bags": "2" },
    staff,
  );
  expect(listKeys(changed.shown)).not.toContain("embassy");
  expect(changed.changes).toEqual({ visa: false });
  expect(changed.existing).toEqual({ bags: 2 });
});

test("an emptied answer is taken away, and stored answers are the values of their fields", () => {
  const answers = { visa: true, embassy: "Bern", bags: 2 };
  expect(toAnswerFormValues(questions, answers)).toEqual({
    "sensitiveAnswers.visa": "yes",
    "answers.embassy": "Bern",
    "answers.bags": "2",
  });
  const { changes, existing } = readAnswerForm(
    questions,
    { answers },
    { "answers.embassy": " ", "answers.bags": "3,5" },
    person,
  );
  expect(changes).toEqual({ embassy: null, bags: 3.5 });
  expect(existing).toEqual({ visa: true });
});
