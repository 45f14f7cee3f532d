import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import { formatAnswer } from "#shared/questions/answer-text.rules.ts";

const question = (key: string, more: Partial<Question> = {}): Question => ({
  ...{ key, type: "text", label: { en: key } },
  ...more,
});

test("an answer is worded in the language of the reader, a value without a title as it is", () => {
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
  expect(format(question("meal"), undefined)).toBe("");
  const cv = question("cv", { type: "file" });
  expect([format(cv, "upload"), formatAnswer(cv, "upload", { ...wording, file: "Fichier" })]).toEqual([
    "upload",
    "Fichier",
  ]);
});
