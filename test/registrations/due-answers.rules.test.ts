import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listDueKeys } from "#shared/registrations/due-answers.rules.ts";
import { aConference, noon as at, buildRegistration } from "../support/builders.ts";

const ask = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "yes-no",
  label: { en: key },
  ...more,
});

test("due are the required questions that the person can answer now and has not, and the texts to accept", () => {
  const pending = buildRegistration(aConference());
  const approved: Registration = { ...pending, accreditation: { state: "approved", at, by: "x" } };
  const questions = [
    ask("visa", { required: true }),
    ask("embassy", { type: "text", when: { question: "visa", in: [true] }, required: true }),
    ask("meal"),
    ask("rules", { type: "acknowledgement" }),
    ask("flight", { type: "text", askedAt: "approved", required: true, until: "2027-03-02T00:00:00.000Z" }),
    ask("table", { staffOnly: true, required: true }),
  ];
  const listDue = (registration: Registration, now = at) => listDueKeys(questions, registration, now);
  expect(listDue(pending)).toEqual(["visa", "rules"]);
  expect(listDue(approved)).toEqual(["visa", "rules", "flight"]);
  expect(listDue(approved, "2027-03-02T00:00:00.000Z")).toEqual(["visa", "rules"]);
  const answers = { visa: { value: true }, rules: { value: true }, flight: { value: "LX 18" } };
  expect(listDue({ ...approved, answers })).toEqual(["embassy"]);
  expect(listDue({ ...approved, accreditation: { state: "withdrawn", at, by: "x" } })).toEqual([]);
});
