import { expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { aConference, buildPools, buildRegistration, noon, secretariatActor } from "../support/builders.ts";

const conference = aConference();
const context = { actor: secretariatActor, at: noon };
const owner = { actor: { kind: "delegate", id: "r" } as const, at: noon };
const returned = (fields: string[]): Registration => {
  const decision = { decision: "return" as const, reason: "please", fields };
  const before = { ...buildRegistration(conference), passportDigest: "old" };
  return decideAccreditation(conference, buildPools(conference), before, decision, context).registrations[0]
    ?.after as Registration;
};
const corrected = (before: Registration, amendment: object) =>
  applyAmendment(conference, buildPools(conference), before, amendment, owner).registrations[0]?.after as Registration;

test("a resubmission keeps what it changed, from what to what; of a passport number only that", () => {
  const before = returned(["functionTitle", "person"]);
  const after = corrected(before, {
    functionTitle: "President",
    passportDigest: "new",
    person: { givenName: "Aminata" },
  });
  expect(after.corrections).toEqual([
    { path: "functionTitle", before: undefined, after: "President" },
    { path: "person.givenName", before: "Amina", after: "Aminata" },
    { path: "person.passportNumber" },
  ]);
  const again = corrected(before, { functionTitle: "President" });
  const paths = ["functionTitle", "person.passportNumber"];
  expect(listFieldChanges(again, again, paths)).toEqual([]);
});

test("the next decision forgets it", () => {
  const after = corrected(returned([]), { functionTitle: "President" });
  const approved = decideAccreditation(conference, buildPools(conference), after, { decision: "approve" }, context)
    .registrations[0]?.after;
  expect(approved).not.toHaveProperty("corrections");
});

test("a passport number is corrected only where it was marked", () => {
  expect(() => corrected(returned(["functionTitle"]), { passportDigest: "new" })).toThrow(
    expect.objectContaining({ fieldErrors: [{ path: "person.passportNumber", rule: "notMarked" }] }),
  );
});
