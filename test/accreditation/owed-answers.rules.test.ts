import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { owesKnownAnswers } from "../../functions/accreditation/owed-answers.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const faith: Question = { key: "faith", type: "yes-no", sensitive: true, label: { en: "Faith" } };
const room: Question = { key: "room", type: "text", required: true, label: { en: "Room" } };
const ask = (...items: readonly Question[]) => ({ version: 1, savedAt: noon, items, superseded: [] });
const withAnswers = (answers?: Registration["answers"], staffAnswers?: Registration["staffAnswers"]): Registration => ({
  ...buildRegistration(aConference()),
  accreditation: { state: "approved", at: noon, by: "officer" },
  ...(answers && { answers }),
  ...(staffAnswers && { staffAnswers }),
});

test("a person owes a required answer until it is given", () => {
  expect(owesKnownAnswers(ask(room), withAnswers(), noon)).toBe(true);
  expect(owesKnownAnswers(ask(room), withAnswers({ room: { value: "12" } }), noon)).toBe(false);
});

test("what follows from a sensitive answer does not count, also of one that was sensitive when it was given", () => {
  const followUp: Question = { ...room, when: { question: "faith", in: [true] } };
  const given = { faith: { value: true, sensitive: true } } as const;
  expect(owesKnownAnswers(ask(faith, followUp), withAnswers(given), noon)).toBe(false);
  const open: Question = { ...faith, sensitive: false };
  expect(owesKnownAnswers(ask(open, followUp), withAnswers(given), noon)).toBe(false);
  expect(owesKnownAnswers(ask(open, followUp), withAnswers({ faith: { value: true } }), noon)).toBe(true);
  const link: Question = {
    key: "link",
    type: "yes-no",
    label: { en: "Link" },
    when: { question: "faith", in: [true] },
  };
  const next: Question = { ...room, when: { question: "link", in: [true] } };
  const linked = { faith: { value: true, sensitive: true }, link: { value: true } } as const;
  expect(owesKnownAnswers(ask(faith, link, next), withAnswers(linked), noon)).toBe(false);
  expect(owesKnownAnswers(ask(open, link, next), withAnswers(linked), noon)).toBe(false);
  const openly = { faith: { value: true }, link: { value: true } } as const;
  expect(owesKnownAnswers(ask(open, link, next), withAnswers(openly), noon)).toBe(true);
  const byStaff = { faith: { value: true, sensitive: true } } as const;
  expect(owesKnownAnswers(ask(open, followUp), withAnswers({ faith: { value: true } }, byStaff), noon)).toBe(false);
});
