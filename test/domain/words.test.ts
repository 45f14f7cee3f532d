import { expect, test } from "vitest";
import { alpha2Of, countries } from "#shared/domain/countries.ts";
import { announced, documentRules } from "#shared/domain/document.ts";
import { JobFailed } from "#shared/domain/job.ts";

test.each([
  ["CHE", "CH"],
  ["SEN", "SN"],
  ["SWE", "SE"],
  ["AFG", "AF"],
])("a country's code of three letters %s is %s in two", (alpha3, alpha2) => expect(alpha2Of(alpha3)).toBe(alpha2));

test("no two countries have the same code of two letters", () => {
  expect(new Set([...countries].map(alpha2Of)).size).toBe(countries.size);
});

test("whatever tells who somebody is has a reason asked for when staff open it; the photo on the badge has not", () => {
  const sensitive = Object.entries(documentRules).flatMap(([kind, { sensitive }]) => (sensitive ? [kind] : []));
  expect(sensitive).toEqual(["passport", "credential-letter", "import"]);
});

test("a file is announced in a type and a size that its kind allows, or refused at the field", () => {
  expect(announced("photo", "image/png", 1_000)).toBe("image/png");
  expect(() => announced("photo", "application/pdf", 1_000)).toThrow("invalid-request");
  expect(() => announced("photo", "image/png", 9 * 1_048_576)).toThrow("invalid-request");
});

test("a job that nothing would mend says why, and where if it knows", () => {
  expect(new JobFailed("not-allowed").failure).toEqual({ code: "not-allowed" });
  const faults = [{ row: 3, column: "person.email", rule: "email" }] as unknown as ConstructorParameters<
    typeof JobFailed
  >[1];
  expect(new JobFailed("not-allowed", faults).failure).toEqual({ code: "not-allowed", faults });
});
