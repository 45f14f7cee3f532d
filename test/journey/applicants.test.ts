import { describe, expect, test } from "vitest";
import { parseInput } from "#shared/contracts/validate.ts";
import { registrationRequest } from "#shared/registrations/contract.ts";
import { generateApplicants2015 } from "./applicants.ts";
import { positions } from "./positions.ts";

const people = generateApplicants2015();

const scripts = [
  "Latin",
  "Arabic",
  "Han",
  "Hiragana",
  "Hangul",
  "Cyrillic",
  "Greek",
  "Devanagari",
  "Sinhala",
  "Ethiopic",
  "Thai",
];

describe("the applicants of 2015", () => {
  test("are 64 speakers, 21 of them women, and 640 others from each category", () => {
    const speakers = people.filter(({ role }) => role === "speaker");
    expect([speakers.length, speakers.filter(({ person }) => person.gender === "female").length]).toEqual([64, 21]);
    expect(people.length).toBe(704);
    expect(new Set(people.slice(64).map(({ category }) => category))).toEqual(new Set(Object.keys(positions)));
  });

  test("are the same people each time", () => {
    expect(generateApplicants2015()).toEqual(people);
  });

  test("have one address each, in an unused domain", () => {
    expect(new Set(people.map(({ person }) => person.email)).size).toBe(704);
    for (const { person } of people) expect(person.email).toMatch(/@journey\.example\.org$/);
  });

  test.each(scripts)("include names in %s", (script) => {
    const letters = new RegExp(`\\p{Script=${script}}`, "u");
    expect(people.some(({ person }) => letters.test(`${person.givenName} ${person.familyName ?? ""}`))).toBe(true);
  });

  test("include single names, joiners that two scripts need, and more requests for a side event than it has seats", () => {
    expect(people.some(({ person }) => person.familyName === undefined)).toBe(true);
    expect(people.some(({ person }) => person.familyName?.includes("\u200c"))).toBe(true);
    expect(people.some(({ person }) => person.givenName?.includes("\u200d"))).toBe(true);
    const asking = (event: string) => people.filter(({ sessions }) => sessions?.includes(event)).length;
    expect(asking("side-event-white-paper")).toBeGreaterThan(150);
    expect(asking("side-event-i-am-a-migrant")).toBeGreaterThan(120);
  });

  test("have forms that the API accepts unchanged", () => {
    for (const form of people)
      expect(parseInput(registrationRequest, form)).toMatchObject({
        person: form.person,
        functionTitle: form.functionTitle,
      });
  });
});
