import { expect, test } from "vitest";
import { listUnprintableTexts } from "#shared/registrations/unprintable-texts.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const registration = {
  ...buildRegistration(aConference()),
  functionTitle: "Head of Youth 👍👍",
  organization: "Youth 🌍 ᏣᎳᎩ",
};

test("each printed text with characters that no font has is listed with them, once each", () => {
  expect(listUnprintableTexts(registration)).toEqual([
    { path: "organization", characters: ["🌍 (U+1F30D)", "Ꮳ (U+13E3)", "Ꮃ (U+13B3)", "Ꭹ (U+13A9)"] },
    { path: "functionTitle", characters: ["👍 (U+1F44D)"] },
  ]);
});

test("a protected person's own texts are not printed, and not listed", () => {
  const protection = { alias: { nameOnBadge: "Guest ☃︎👻" }, readers: [] };
  expect(listUnprintableTexts({ ...registration, protection }).map(({ path }) => path)).toEqual(["person.nameOnBadge"]);
});
