import { expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import { isOnBadge, reissueDocuments } from "#shared/registrations/issued-documents.rules.ts";
import { listChangedFields } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const before: Registration = {
  ...buildRegistration(aConference()),
  person: { givenName: "Амина", familyName: "Диалло", nationality: "SEN", email: "amina@example.org" },
  latinName: { givenName: "Amina", familyName: "Diallo" },
  accreditation: { state: "approved", at: noon, by: "s" },
  seat: { state: "held", since: noon },
  badgeSerial: 1,
};

const changes: readonly (readonly [path: string, change: Partial<Registration>])[] = [
  ["category", { category: "media" }],
  ["role", { role: "speaker" }],
  ["country", { country: "MLI" }],
  ["organization", { organization: "Other" }],
  ["functionTitle", { functionTitle: "Other" }],
  ["nameOrder", { nameOrder: "family-first" }],
  ["person.honorific", { person: { ...before.person, honorific: "Dr" } }],
  ["person.givenName", { person: { ...before.person, givenName: "Омина" } }],
  ["person.familyName", { person: { ...before.person, familyName: "Ба" } }],
  ["person.nameOnBadge", { person: { ...before.person, nameOnBadge: "А. Диалло" } }],
  ["latinName.givenName", { latinName: { ...before.latinName, givenName: "Omina" } }],
  ["latinName.familyName", { latinName: { ...before.latinName, familyName: "Ba" } }],
  ["person.email", { person: { ...before.person, email: "other@example.org" } }],
  ["person.nationality", { person: { ...before.person, nationality: "MLI" } }],
  ["person.birthDate", { person: { ...before.person, birthDate: "1970-01-01" } }],
  ["language", { language: "fr" }],
  ["needs", { needs: { diet: "halal" } }],
  ["consent", { consent: { listOfParticipants: false, photo: true } }],
];

test.each(changes)("reissues the badge after a change of %s if the field is on the badge", (path, change) => {
  const after = { ...before, ...change };
  expect(listChangedFields(before, after)).toEqual([path]);
  expect(reissueDocuments(before, after, noon).badgeSerial).toBe(isOnBadge(path) ? 2 : 1);
});

test("a badge shows twelve of the fields", () => {
  expect(changes.filter(([path]) => isOnBadge(path))).toHaveLength(12);
});
