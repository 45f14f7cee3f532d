import { describe, expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  countChoices,
  listCountedQuestions,
  listOptionCounts,
  listSensitivelyCounted,
} from "#shared/statistics/answer-counts.rules.ts";
import { aConference, buildRegistration, toOptions } from "../support/builders.ts";

const meal: Question = { key: "meal", type: "choice", label: { en: "Meal" }, options: toOptions("fish", "rice") };
const days: Question = { key: "days", type: "choices", label: { en: "Days" }, options: toOptions("mon", "tue") };
const visa: Question = { key: "visa", type: "yes-no", label: { en: "Visa" } };
const note: Question = { key: "note", type: "text", label: { en: "Note" } };
const allergy: Question = { ...meal, key: "allergy", sensitive: true };
const all = [meal, days, visa, note, allergy];

const base = buildRegistration(aConference());
const person = (more: Partial<Registration>): Registration => ({ ...base, ...more });
const since = "2027-03-01T12:00:00.000Z";
const held = { seat: { state: "held", since } } as const;
const confirmed = { ...held, accreditation: { state: "approved", at: since, by: "officer" } } as const;
const people = [
  person({
    registrationId: "one",
    ...confirmed,
    answers: { meal: { value: "fish" }, days: { value: ["mon", "tue"] } },
  }),
  person({ registrationId: "two", ...held, answers: { meal: { value: "fish" }, visa: { value: false } } }),
  person({
    registrationId: "three",
    seat: { state: "offered", since, until: since },
    answers: { meal: { value: "beef" }, note: { value: "x" } },
    staffAnswers: { visa: { value: true } },
  }),
  person({
    registrationId: "four",
    seat: { state: "none" },
    answers: { allergy: { value: "fish", sensitive: true } },
  }),
  person({
    registrationId: "five",
    ...held,
    answers: { meal: { value: "rice" } },
    protection: { alias: { nameOnBadge: "Seven" }, readers: [] },
  }),
];

const count = (withSensitive: boolean) => {
  const keys = new Set(listCountedQuestions(all, withSensitive).map(({ key }) => key));
  const [first, ...others] = people;
  return countChoices(others, { keys, withSensitive }, countChoices(first ? [first] : [], { keys, withSensitive }));
};

describe("the statistics of answers", () => {
  test("counts the answers by option: all, with a seat, and confirmed; none of a protected person", () => {
    expect(listOptionCounts(meal, count(false))).toEqual({
      answered: { registrations: 3, seated: 3, confirmed: 1 },
      options: [
        { ...toOptions("fish")[0], registrations: 2, seated: 2, confirmed: 1 },
        { ...toOptions("rice")[0], registrations: 0, seated: 0, confirmed: 0 },
        { value: "beef", registrations: 1, seated: 1, confirmed: 0 },
      ],
    });
    expect(listOptionCounts(days, count(false))).toMatchObject({
      answered: { registrations: 1 },
      options: [{ registrations: 1 }, { registrations: 1 }],
    });
    expect(listOptionCounts(visa, count(false)).options).toMatchObject([
      { value: "true", registrations: 1 },
      { value: "false", registrations: 1 },
    ]);
    expect(listOptionCounts({ ...meal, key: "unasked" }, count(false)).answered.registrations).toBe(0);
    expect(listOptionCounts({ key: "bare", type: "choice", label: { en: "Bare" } }, count(false)).options).toEqual([]);
  });

  test("does not count texts, and counts sensitive answers only if asked", () => {
    expect(listCountedQuestions(all, false)).toEqual([meal, days, visa]);
    expect(listCountedQuestions(all, true)).toEqual([meal, days, visa, allergy]);
    expect(count(false).has("allergy")).toBe(false);
    expect(count(true).get("allergy")?.answered.registrations).toBe(1);
    // An answer stays sensitive whatever its question is now.
    const options = { keys: new Set(["allergy"]), withSensitive: false };
    expect(countChoices(people, options).size).toBe(0);
  });

  test("names the people whose sensitive answers are counted", () => {
    expect(listSensitivelyCounted(people, new Set(["meal", "allergy"]))).toEqual(["four"]);
    expect(listSensitivelyCounted(people, new Set(["meal"]))).toEqual([]);
  });
});
