import { expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import { listFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const before = buildRegistration(aConference(), { organization: "IOM" });
const listChanges = (more: Partial<Registration>) => listFieldChanges(before, { ...before, ...more });

test("a changed field has its values before and after", () => {
  expect(listChanges({ organization: "UNHCR" })).toEqual([{ path: "organization", before: "IOM", after: "UNHCR" }]);
  expect(listChanges({ person: { ...before.person, givenName: "Awa" } })).toEqual([
    { path: "person.givenName", before: "Amina", after: "Awa" },
  ]);
});

test("sessions are compared as identifiers, and a delegation by the path of the form", () => {
  const seat = { state: "held", since: noon } as const;
  expect(listChanges({ sessions: [{ sessionId: "opening", seat }] })).toEqual([
    { path: "sessions", before: [], after: ["opening"] },
  ]);
  expect(listChanges({ delegationId: "d1" })).toEqual([{ path: "delegation", after: "d1" }]);
});

test("lists a changed passport number without its values, and no equal field", () => {
  expect(listChanges({ passportDigest: "digest" })).toEqual([{ path: "person.passportNumber" }]);
  const paths = ["person.passportNumber", "organization", "latinName.givenName"];
  expect(listFieldChanges(before, before, paths)).toEqual([]);
});
