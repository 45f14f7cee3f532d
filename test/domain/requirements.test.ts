import { expect, test } from "vitest";
import { missing } from "#shared/domain/requirements.ts";
import { aConference, aRegistration } from "../support/builders.ts";

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", needs: ["letter", "photo"] };
const conference = aConference({ categories: [ngo] });
const registration = aRegistration(conference);

test.each([
  [{}, ["letter", "photo"]],
  [{ documents: { photo: "p" } }, ["letter"]],
  [{ documents: { "credential-letter": "l" } }, ["photo"]],
  [{ onLetter: true }, ["photo"]],
  [{ onLetter: false, documents: { photo: "p", passport: "x" } }, ["letter"]],
])("of a letter and a photo, with %j the category still wants %j", (has, lacks) => {
  expect(missing(conference, { ...registration, ...has })).toEqual(lacks);
});

test("a category that the conference has no more wants nothing", () => {
  expect(missing({ ...conference, categories: [] }, registration)).toEqual([]);
});
