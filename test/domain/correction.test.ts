import { expect, test } from "vitest";
import { decide } from "#shared/domain/accreditation.ts";
import { correctionsOf } from "#shared/domain/correction.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { amend } from "#shared/domain/submission.ts";
import { aConference, aRegistration, noon, pools, secretariat } from "../support/builders.ts";

const conference = aConference();
const context = { actor: secretariat, at: noon };
const returned = (fields: string[]): Registration => {
  const decision = { decision: "return" as const, reason: "please", fields };
  const before = { ...aRegistration(conference), passportDigest: "old" };
  return decide(conference, pools(conference), before, decision, context).registrations[0]?.after as Registration;
};
const corrected = (before: Registration, amendment: object) =>
  amend(conference, pools(conference), before, amendment, context).registrations[0]?.after as Registration;

test("a resubmission keeps what it changed, from what to what; of a passport number only that", () => {
  const before = returned(["functionTitle", "person"]);
  const after = corrected(before, {
    functionTitle: "President",
    passportDigest: "new",
    person: { givenName: "Aminata" },
  });
  expect(after.corrected).toEqual([
    { path: "functionTitle", before: undefined, after: "President" },
    { path: "person.givenName", before: "Amina", after: "Aminata" },
    { path: "person.passportNumber" },
  ]);
  const again = corrected(before, { functionTitle: "President" });
  const paths = ["functionTitle", "person.passportNumber"];
  expect(correctionsOf(again, again, paths)).toEqual([]);
});

test("the next decision forgets it", () => {
  const after = corrected(returned([]), { functionTitle: "President" });
  const approved = decide(conference, pools(conference), after, { decision: "approve" }, context).registrations[0]
    ?.after;
  expect(approved).not.toHaveProperty("corrected");
});

test("a passport number is corrected only where it was marked", () => {
  expect(() => corrected(returned(["functionTitle"]), { passportDigest: "new" })).toThrow(
    expect.objectContaining({ faults: [{ path: "person.passportNumber", rule: "notMarked" }] }),
  );
});
