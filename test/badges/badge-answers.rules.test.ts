import { describe, expect, test } from "vitest";
import { findUnprintableAnswers, isShownOnBadges, listPrintedAnswers } from "#shared/badges/badge-answers.rules.ts";
import { createBadgeContent, createBadgeTexts } from "#shared/badges/badge-content.ts";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { layoutChoice } from "#shared/conferences/badge-layout.contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import { type BadgeLayout, type BadgeTextField, toAnswerField } from "#shared/model/badge-layout.ts";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const question = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "text",
  label: { en: key },
  ...more,
});
const meal = question("meal", {
  type: "choice",
  options: [{ value: "fish", label: { en: "Fish", fr: "Poisson" } }],
});
const illness = question("illness", { sensitive: true });
const table = question("table", { staffOnly: true });

/** The card with these texts in a box of its own. */
const cardWith = (...fields: readonly BadgeTextField[]): BadgeLayout => ({
  ...badgeLayouts.card,
  parts: [
    ...badgeLayouts.card.parts,
    { kind: "texts", box: [0, 0, 40, 20], texts: fields.map((field) => ({ field, largest: 8, smallest: 5 })) },
  ],
});
const last = badgeLayouts.card.parts.length;

describe("an answer on a badge", () => {
  test("is printed in the language of the badge; not if it is sensitive, for staff, or of a protected person", () => {
    const conference = aConference({ languages: ["fr"] });
    const registration: Registration = {
      ...buildRegistration(conference),
      answers: {
        meal: { value: "fish" },
        illness: { value: "asthma", sensitive: true },
        // Sensitive when it was given.
        note: { value: "secret", sensitive: true },
        badge: { value: "ملاحظة\nثانية" },
      },
      staffAnswers: { table: { value: "7" } },
    };
    const questions = [meal, illness, table, question("note"), question("badge"), question("empty")];
    const print = (of: Registration) => {
      const { texts } = createBadgeContent(conference, of, createBadgeTexts("fr"), { token: "t", questions });
      return Object.entries(texts).filter(([field]) => field.startsWith("answer:"));
    };
    expect(print(registration)).toEqual([
      ["answer:meal", "Poisson"],
      ["answer:badge", "ملاحظة ثانية"],
    ]);
    expect(print({ ...registration, protection: { alias: { nameOnBadge: "Seven" }, readers: [] } })).toEqual([]);
  });

  test("is cut after 300 characters, between two characters of the reader, however many choices were made", () => {
    const conference = aConference();
    const options = Array.from({ length: 200 }, (_, index) => ({
      value: `${index}`,
      label: { en: `${index} ${"w".repeat(290)}` },
    }));
    const questions = [question("all", { type: "choices", options }), question("family")];
    const registration: Registration = {
      ...buildRegistration(conference),
      answers: {
        all: { value: options.map(({ value }) => value) },
        family: { value: `${"a".repeat(298)}👩‍👩‍👧‍👦${"b".repeat(5_000)}` },
      },
    };
    const { texts } = createBadgeContent(conference, registration, createBadgeTexts("en"), { token: "t", questions });
    expect(texts["answer:all"]?.length).toBe(301);
    expect(texts["answer:family"]).toBe(`${"a".repeat(298)}…`);
  });

  test("is a text of a layout by the key of its question", () => {
    expect(validate(layoutChoice, cardWith("answer:meal", "name"))).toHaveProperty("value");
    for (const field of ["answer:", "answer:a b", "answers:meal", "answer"])
      expect(validate(layoutChoice, cardWith(field as BadgeTextField))).toHaveProperty("fieldErrors");
  });

  test("is of a question that everyone may read", () => {
    const all = [meal, illness, table, question("s", { type: "section" }), question("a", { type: "acknowledgement" })];
    expect(all.filter(isShownOnBadges)).toEqual([meal]);
    // The answer is the identifier of a document.
    expect(isShownOnBadges(question("cv", { type: "file" }))).toBe(false);
  });
});

describe("the layouts of a conference", () => {
  const find = (before?: Parameters<typeof findUnprintableAnswers>[1]) =>
    findUnprintableAnswers(
      {
        badgeLayout: cardWith("name", "answer:illness"),
        badgeLayouts: [{ layout: "a6" }, { layout: cardWith("answer:meal", "answer:gone") }],
      },
      before,
      [meal, illness, table],
    ).map(({ path, rule }) => `${path} ${rule}`);

  test("show no answer of a question that does not exist, or that a badge must not show", () => {
    expect(find()).toEqual([
      `badgeLayout.parts.${last}.texts.1.field badgeAnswer`,
      `badgeLayouts.1.layout.parts.${last}.texts.1.field badgeAnswer`,
    ]);
    expect(findUnprintableAnswers({ badgeLayout: "card" }, undefined, [])).toEqual([]);
    expect(findUnprintableAnswers({}, {}, [])).toEqual([]);
    expect([...listPrintedAnswers({ badgeLayout: "card" })]).toEqual([]);
  });

  test("keep what they showed before their question was removed", () => {
    expect(find({ badgeLayout: cardWith("answer:gone") })).toEqual([
      `badgeLayout.parts.${last}.texts.1.field badgeAnswer`,
    ]);
    expect([...listPrintedAnswers({ badgeLayouts: [{ layout: cardWith(toAnswerField("meal"), "name") }] })]).toEqual([
      "meal",
    ]);
  });
});
