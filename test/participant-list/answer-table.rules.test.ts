import { describe, expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { formatAnswer } from "#shared/questions/answer-text.rules.ts";
import { createAnswerTable, listSensitiveRows } from "../../functions/participants/answer-table.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const question = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "text",
  label: { en: key },
  ...more,
});
const heading = question("travel", { type: "section" });
const meal = question("meal");
const illness = question("illness", { sensitive: true });
const talk = question("talk");

const person = (registrationId: string, more: Partial<Registration>): Registration => ({
  ...buildRegistration(aConference()),
  registrationId,
  ...more,
});
const one = person("one", { answers: { meal: { value: "fish" } }, staffAnswers: { table: { value: 3 } } });
const two = person("two", {
  answers: { illness: { value: "asthma", sensitive: true }, talk: { value: "On rivers" }, late: { value: "x" } },
});
const erased = person("erased", {
  answers: { meal: { value: "rice" } },
  erasure: { startedAt: "2027-03-01T12:00:00.000Z", reason: "at-their-request" } as NonNullable<
    Registration["erasure"]
  >,
});

const create = (choice: Parameters<typeof createAnswerTable>[3]) =>
  createAnswerTable([heading, meal, illness], [talk, meal], [one, two, erased], choice);

describe("a table of answers", () => {
  test("has the questions of the form, then the removed ones, then answers without a question", () => {
    const table = create({ withSensitive: true });
    expect(table.columns.map(({ question: { key }, isRemoved }) => [key, isRemoved])).toEqual([
      ["meal", false],
      ["illness", false],
      ["talk", true],
      ["late", true],
      ["table", true],
    ]);
    expect(table.rows.map(({ registration, answers }) => [registration.registrationId, Object.keys(answers)])).toEqual([
      ["one", ["meal", "table"]],
      ["two", ["illness", "talk", "late"]],
    ]);
    expect(listSensitiveRows(table)).toEqual(["two"]);
  });

  test("has the registrations in the order of their submission", () => {
    const at = (registrationId: string, submittedAt: string) => person(registrationId, { submittedAt });
    const [first, second, third] = [
      at("c", "2027-01-01T08:00:00.000Z"),
      at("a", "2027-01-01T08:00:00.001Z"),
      at("b", "2027-01-01T08:00:00.001Z"),
    ];
    const { rows } = createAnswerTable([meal], [], [third, first, second], { withSensitive: false });
    expect(rows.map(({ registration }) => registration.registrationId)).toEqual(["c", "a", "b"]);
  });

  test("has no sensitive answer unless it is asked for, also where the question is not sensitive any more", () => {
    const table = createAnswerTable([meal, question("illness")], [], [two], { withSensitive: false });
    expect(table.columns.map(({ question: { key } }) => key)).toEqual(["meal", "illness", "late", "talk"]);
    expect(table.rows.map(({ answers }) => Object.keys(answers))).toEqual([["talk", "late"]]);
    expect(listSensitiveRows(table)).toEqual([]);
    expect(create({ withSensitive: false }).columns.map(({ question: { key } }) => key)).not.toContain("illness");
  });

  test("has the chosen columns alone", () => {
    const table = create({ columns: ["answers.talk", "answers.late"], withSensitive: true });
    expect(table.columns.map(({ question: { key } }) => key)).toEqual(["talk", "late"]);
    expect(table.rows.map(({ answers }) => Object.keys(answers))).toEqual([[], ["talk", "late"]]);
    expect(listSensitiveRows(table)).toEqual([]);
  });

  test("words an answer in the language of the reader, a value without a title as it is", () => {
    const wording = { language: "fr", yes: "oui", no: "non", formatCountry: (code: string) => `<${code}>` } as const;
    const choices = question("days", {
      type: "choices",
      options: [{ value: "mon", label: { en: "Monday", fr: "Lundi" } }],
    });
    const format = (each: Question, value: Parameters<typeof formatAnswer>[1]) => formatAnswer(each, value, wording);
    expect(format(choices, ["mon", "tue"])).toBe("Lundi; tue");
    expect(format(question("visa", { type: "yes-no" }), true)).toBe("oui");
    expect(format(question("visa", { type: "yes-no" }), false)).toBe("non");
    expect(format(question("from", { type: "country" }), "SEN")).toBe("<SEN>");
    expect(format(question("bags", { type: "number" }), 0)).toBe("0");
    expect(format(meal, undefined)).toBe("");
    const cv = question("cv", { type: "file" });
    expect([format(cv, "upload"), formatAnswer(cv, "upload", { ...wording, file: "Fichier" })]).toEqual([
      "upload",
      "Fichier",
    ]);
  });
});
