import { expect, test } from "vitest";
import { conferenceDraft } from "#shared/conferences/contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import { draftBody } from "../support/builders.ts";

test("a staff list needs a member of the secretariat, because no one else could change the conference", () => {
  const check = (...groups: string[][]) =>
    validate(conferenceDraft, {
      ...draftBody,
      staff: groups.map((each, index) => ({ email: `${index}@example.org`, groups: each })),
    });
  expect(check(["reviewer"], ["entry-desk"])).toMatchObject({
    fieldErrors: [{ path: "staff", rule: "noSecretariat" }],
  });
  expect(check(["reviewer"], ["entry-desk", "secretariat"])).not.toHaveProperty("fieldErrors");
  expect(check()).toMatchObject({ fieldErrors: [{ path: "staff", rule: "tooShort" }] });
});
