import { describe, expect, test } from "vitest";
import { application } from "#shared/contract/registration.ts";
import { categoryNames } from "#shared/domain/conference.ts";
import { parse } from "#shared/http/parse.ts";
import { applicants2015 } from "./applicants.ts";

const people = applicants2015();

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
  test("are 64 speakers, 21 of them women, and 640 others from every category", () => {
    const speakers = people.filter(({ role }) => role === "speaker");
    expect([speakers.length, speakers.filter(({ person }) => person.gender === "female").length]).toEqual([64, 21]);
    expect(people.length).toBe(704);
    expect(new Set(people.slice(64).map(({ category }) => category))).toEqual(new Set(categoryNames));
  });

  test("are the same people each time", () => {
    expect(applicants2015()).toEqual(people);
  });

  test("have an address each, in a domain that nobody has", () => {
    expect(new Set(people.map(({ person }) => person.email)).size).toBe(704);
    for (const { person } of people) expect(person.email).toMatch(/@journey\.example\.org$/);
  });

  test.each(scripts)("bring names in %s", (script) => {
    const letters = new RegExp(`\\p{Script=${script}}`, "u");
    expect(people.some(({ person }) => letters.test(`${person.givenName} ${person.familyName ?? ""}`))).toBe(true);
  });

  test("bring single names, joiners that two scripts need, and more who want a side event than it holds", () => {
    expect(people.some(({ person }) => person.familyName === undefined)).toBe(true);
    expect(people.some(({ person }) => person.familyName?.includes("\u200c"))).toBe(true);
    expect(people.some(({ person }) => person.givenName?.includes("\u200d"))).toBe(true);
    const asking = (event: string) => people.filter(({ sessions }) => sessions?.includes(event)).length;
    expect(asking("side-event-white-paper")).toBeGreaterThan(150);
    expect(asking("side-event-i-am-a-migrant")).toBeGreaterThan(120);
  });

  test("fill in forms that the API takes as they are, to the last letter", () => {
    for (const form of people)
      expect(parse(application, form)).toMatchObject({ person: form.person, functionTitle: form.functionTitle });
  });
});
