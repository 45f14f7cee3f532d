import { expect, test } from "vitest";
import { joinPlace } from "#shared/i18n/place.ts";

test.each([
  ["en", "Hall, Geneva"],
  ["fr", "Hall, Geneva"],
  ["es", "Hall, Geneva"],
  ["ar", "Hall، Geneva"],
  ["zh", "Hall，Geneva"],
  ["ru", "Hall, Geneva"],
] as const)("the parts of a place in %s have the comma of the language between them", (language, written) => {
  expect(joinPlace(["Hall", "Geneva"], language)).toBe(written);
});
