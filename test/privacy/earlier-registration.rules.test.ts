import { expect, test } from "vitest";
import type { Question } from "#shared/model/question.ts";
import { toFormPrefill } from "../../functions/privacy/earlier-registration.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const conference = aConference();
const label = { en: "A question" };
const options = (...values: string[]) => values.map((value) => ({ value, label }));
const answers = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])) as never;

const prefill = (registration: object, earlier: readonly Question[] = [], asked: readonly Question[] = earlier) =>
  toFormPrefill({ ...buildRegistration(conference), ...registration }, earlier, conference, asked);

test("the fields about the person are filled in, and no others", () => {
  const person = { givenName: "Awa", familyName: "Ndiaye", email: "awa@example.org", birthDate: "1980-01-01" };
  const { fields } = prefill({
    person,
    latinName: { familyName: "Ndiaye" },
    country: "SEN",
    organization: "Union",
    functionTitle: "Adviser",
    needs: { accessibility: "A ramp", diet: "Halal", visaLetter: true },
    passportDigest: "digest",
    role: "speaker",
  });
  expect(fields).toEqual({
    "person.givenName": "Awa",
    "person.familyName": "Ndiaye",
    "person.email": "awa@example.org",
    "person.birthDate": "1980-01-01",
    "latinName.familyName": "Ndiaye",
    country: "SEN",
    organization: "Union",
    functionTitle: "Adviser",
  });
  expect(prefill({ person, latinName: undefined, country: undefined }).fields).not.toHaveProperty("country");
});

test("a country that the conference does not know is left out", () => {
  const other = { ...conference, countries: [{ code: "FRA" }] };
  const registration = { ...buildRegistration(conference), country: "SEN" };
  expect(toFormPrefill(registration, [], other, []).fields).not.toHaveProperty("country");
});

test("answers are filled in where key and type are the same, and neither conference keeps them to staff", () => {
  const earlier: Question[] = [
    { key: "hotel", type: "text", label },
    { key: "arrival", type: "text", label },
    { key: "health", type: "text", label, sensitive: true },
    { key: "kept", type: "text", label },
    { key: "note", type: "text", label, staffOnly: true },
    { key: "rules", type: "acknowledgement", label },
    { key: "paper", type: "file", label },
    { key: "gone", type: "text", label },
    { key: "unanswered", type: "text", label },
  ];
  const asked: Question[] = [
    { key: "hotel", type: "text", label },
    { key: "arrival", type: "date", label },
    { key: "health", type: "text", label },
    { key: "kept", type: "text", label, sensitive: true },
    { key: "note", type: "text", label },
    { key: "rules", type: "acknowledgement", label },
    { key: "paper", type: "file", label },
    { key: "unanswered", type: "text", label },
    { key: "new", type: "text", label },
  ];
  const keys = ["arrival", "health", "kept", "note", "rules", "paper", "gone", "new"];
  const given = { hotel: "Cornavin", ...Object.fromEntries(keys.map((key) => [key, "x"])) };
  expect(prefill({ answers: answers(given) }, earlier, asked).answers).toEqual({ hotel: "Cornavin" });
  expect(prefill({}, earlier, asked).answers).toEqual({});
});

test("a choice keeps the options that the question still has", () => {
  const earlier: Question[] = [
    { key: "meal", type: "choice", label, options: options("fish", "meat") },
    { key: "days", type: "choices", label, options: options("one", "two") },
  ];
  const asked: Question[] = [
    { key: "meal", type: "choice", label, options: options("fish") },
    { key: "days", type: "choices", label, options: options("two", "three") },
  ];
  const fill = (given: object) => prefill({ answers: answers({ ...given }) }, earlier, asked).answers;
  expect(fill({ meal: "fish", days: ["one", "two"] })).toEqual({ meal: "fish", days: ["two"] });
  expect(fill({ meal: "meat", days: ["one"] })).toEqual({});
});
