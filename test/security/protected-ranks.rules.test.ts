import { expect, test } from "vitest";
import { buildDelegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { createListSnapshot, maskSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { compareSnapshots } from "../../functions/participants/differences.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const conference = aConference();
const delegationId = "dddddddddddddddddddddddd";
const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["fp@example.org"], language: "en" as const };

const build = (name: string): Registration => {
  const made = buildRegistration(conference, { consent: { listOfParticipants: true, photo: false } });
  const person = { ...made.person, familyName: name };
  return {
    ...made,
    registrationId: name,
    person,
    accreditation: { state: "approved", at: noon, by: "s" },
    delegationId,
  };
};
const [one, two, hidden] = [build("one"), build("two"), build("hidden")];
const protect = (person: Registration): Registration => ({
  ...person,
  protection: { alias: { nameOnBadge: "Speaker Seven" }, readers: [] },
});

const list = (people: readonly Registration[], members: readonly string[]) => {
  const delegation = { ...buildDelegation(conference.conferenceId, delegationId, draft, "accredited"), members };
  return createListSnapshot(people, [delegation], noon, () => ({ organizationId: "o" }));
};
const toRanks = ({ entries }: ReturnType<typeof list>) =>
  Object.fromEntries(entries.map(({ registrationId, rank }) => [registrationId, rank]));

test("the ranks in a list do not have the gap of a protected member", () => {
  const before = list([one, two], ["one", "two"]);
  const after = list([one, two, protect(hidden)], ["hidden", "one", "two"]);
  expect(toRanks(after)).toEqual({ one: 0, two: 1, hidden: undefined });
  expect(compareSnapshots(before, after).changed).toEqual([]);
});

test("the ranks in a saved list do not have the gap of a member who is protected since", () => {
  const people = [one, two, hidden];
  const saved = list(people, ["one", "hidden", "two"]);
  expect(toRanks(saved)).toEqual({ one: 0, hidden: 1, two: 2 });
  const current = new Map(people.map((each) => [each.registrationId, each]));
  current.set("hidden", protect(hidden));
  expect(toRanks(maskSnapshot(saved, current))).toEqual({ one: 0, two: 1, hidden: undefined });
});
