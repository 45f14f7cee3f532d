import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { owesKnownAnswers } from "#shared/registrations/owed-answers.rules.ts";
import { aConference, buildQuestionSet, buildRegistration, noon } from "../support/builders.ts";

const faith: Question = { key: "faith", type: "yes-no", sensitive: true, label: { en: "Faith" } };
const room: Question = { key: "room", type: "text", required: true, label: { en: "Room" } };
const withAnswers = (answers?: Registration["answers"], staffAnswers?: Registration["staffAnswers"]): Registration => ({
  ...buildRegistration(aConference()),
  accreditation: { state: "approved", at: noon, by: "officer" },
  ...(answers && { answers }),
  ...(staffAnswers && { staffAnswers }),
});

test("a person owes a required answer until it is given", () => {
  expect(owesKnownAnswers(buildQuestionSet(room), withAnswers(), noon)).toBe(true);
  expect(owesKnownAnswers(buildQuestionSet(room), withAnswers({ room: { value: "12" } }), noon)).toBe(false);
});

test("what follows from a sensitive answer does not count, also of one that was sensitive when it was given", () => {
  const followUp: Question = { ...room, when: { question: "faith", in: [true] } };
  const given = { faith: { value: true, sensitive: true } } as const;
  expect(owesKnownAnswers(buildQuestionSet(faith, followUp), withAnswers(given), noon)).toBe(false);
  const open: Question = { ...faith, sensitive: false };
  expect(owesKnownAnswers(buildQuestionSet(open, followUp), withAnswers(given), noon)).toBe(false);
  expect(owesKnownAnswers(buildQuestionSet(open, followUp), withAnswers({ faith: { value: true } }), noon)).toBe(true);
  const link: Question = {
    key: "link",
    type: "yes-no",
    label: { en: "Link" },
    when: { question: "faith", in: [true] },
  };
  const next: Question = { ...room, when: { question: "link", in: [true] } };
  const linked = { faith: { value: true, sensitive: true }, link: { value: true } } as const;
  expect(owesKnownAnswers(buildQuestionSet(faith, link, next), withAnswers(linked), noon)).toBe(false);
  expect(owesKnownAnswers(buildQuestionSet(open, link, next), withAnswers(linked), noon)).toBe(false);
  const openly = { faith: { value: true }, link: { value: true } } as const;
  expect(owesKnownAnswers(buildQuestionSet(open, link, next), withAnswers(openly), noon)).toBe(true);
  const byStaff = { faith: { value: true, sensitive: true } } as const;
  expect(
    owesKnownAnswers(buildQuestionSet(open, followUp), withAnswers({ faith: { value: true } }, byStaff), noon),
  ).toBe(false);
});
