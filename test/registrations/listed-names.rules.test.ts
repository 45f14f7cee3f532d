import { expect, test } from "vitest";
import type { RegistrationChange } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { changesListedName, changesProtection } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const before = buildRegistration(aConference());
const protect = (nameOnBadge: string): Registration => ({
  ...before,
  protection: { alias: { nameOnBadge }, readers: [] },
});

test("lists name a person anew when an alias begins, changes or ends, and when the consent changes", () => {
  const { listOfParticipants } = before.consent;
  const other = { ...before, consent: { ...before.consent, listOfParticipants: !listOfParticipants } };
  const changes: readonly RegistrationChange[] = [
    { before, after: before },
    { after: before },
    { after: protect("Seven") },
    { before, after: protect("Seven") },
    { before: protect("Seven"), after: protect("Eight") },
    { before: protect("Seven"), after: before },
    { before, after: other },
  ];
  expect(changes.map(changesListedName)).toEqual([false, false, true, true, true, true, true]);
  expect(changes.map(changesProtection)).toEqual([false, false, true, true, false, true, false]);
});
