import { expect, test } from "vitest";
import { listMissingRequirements, listRequiredPaths } from "#shared/registrations/requirements.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", needs: ["letter", "photo"] };
const conference = aConference({ categories: [ngo] });
const registration = buildRegistration(conference);

test.each([
  [{}, ["letter", "photo"]],
  [{ documents: { photo: "p" } }, ["letter"]],
  [{ documents: { "credential-letter": "l" } }, ["photo"]],
  [{ isNamedInLetter: true }, ["photo"]],
  [{ isNamedInLetter: false, documents: { photo: "p", passport: "x" } }, ["letter"]],
])("of a letter and a photo, with %j the category still wants %j", (has, lacks) => {
  expect(listMissingRequirements(conference, { ...registration, ...has })).toEqual(lacks);
});

test("a category that the conference has no more wants nothing", () => {
  expect(listMissingRequirements({ ...conference, categories: [] }, registration)).toEqual([]);
});

test("the required fields of a category have the paths of the form", () => {
  expect(listRequiredPaths({ requires: ["country", "birthDate"] })).toEqual(["country", "person.birthDate"]);
  expect(listRequiredPaths({})).toEqual([]);
});
