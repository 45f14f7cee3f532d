import { describe, expect, test } from "vitest";
import type { AccreditationState, Registration } from "#shared/model/registration.ts";
import {
  addDismissedDuplicate,
  findMatchReasons,
  type MatchCandidate,
  type MatchKeys,
} from "#shared/search/match-candidates.rules.ts";
import { aConference, buildRegistration, secretariatActor } from "../support/builders.ts";

const registration = buildRegistration(aConference());

const aPerson = (traits: MatchKeys, birthDate?: string, state: AccreditationState = "pending"): MatchCandidate => ({
  registration: {
    registrationId: JSON.stringify([traits, birthDate, state, Math.random()]),
    accreditation: { state, at: "", by: "", since: "", reason: "", fields: [] },
    person: { ...registration.person, ...(birthDate !== undefined && { birthDate }) },
  },
  matchKeys: traits,
});

const named: MatchKeys = { "name-and-nationality": "amina diallo SEN" };

describe("two registrations", () => {
  test("are alike in each trait that is equal, and in none that either lacks", () => {
    const one = { passport: "p", address: "a", "name-and-birth-date": "n" };
    expect(findMatchReasons(aPerson(one), aPerson({ ...one, address: "b" }))).toEqual([
      "passport",
      "name-and-birth-date",
    ]);
    expect(findMatchReasons(aPerson(one), aPerson({}))).toEqual([]);
    expect(findMatchReasons(aPerson({}), aPerson({}))).toEqual([]);
  });

  test("are alike by name and nationality only where a day of birth is missing", () => {
    expect(findMatchReasons(aPerson(named), aPerson(named))).toEqual(["name-and-nationality"]);
    expect(findMatchReasons(aPerson(named, "1980-01-01"), aPerson(named))).toEqual(["name-and-nationality"]);
    expect(findMatchReasons(aPerson(named, "1980-01-01"), aPerson(named, "1999-01-01"))).toEqual([]);
  });

  test.each([
    ["राम", "रमा"],
    ["नि", "नी"],
    ["ตี", "ตี้"],
    ["がき", "かき"],
  ])("%s and %s are not alike in a name that only its transliteration makes equal", (first, second) => {
    const traits: MatchKeys = { ...named, passport: "p", "name-and-birth-date": "n" };
    const called = (givenName: string, familyName: string): MatchCandidate => {
      const { registration: made, matchKeys } = aPerson(traits);
      return { registration: { ...made, person: { ...made.person, givenName, familyName } }, matchKeys };
    };
    expect(findMatchReasons(called(first, "X"), called(second, "X"))).toEqual(["passport"]);
    expect(findMatchReasons(called(first, second), called(second, first))).toEqual([
      "passport",
      "name-and-birth-date",
      "name-and-nationality",
    ]);
    expect(findMatchReasons(called(first, "X"), called("Latin", "X"))).toHaveLength(3);
  });

  test("one of which was withdrawn are no duplicates; a rejected or revoked person is recognised", () => {
    const states = ["pending", "approved", "returned", "rejected", "revoked"] as const;
    for (const state of states)
      expect(findMatchReasons(aPerson(named), aPerson(named, undefined, state))).toHaveLength(1);
    expect(findMatchReasons(aPerson(named), aPerson(named, undefined, "withdrawn"))).toEqual([]);
    expect(findMatchReasons(aPerson(named, undefined, "withdrawn"), aPerson(named))).toEqual([]);
  });

  test("that an officer told apart are two people, whichever of them says so", () => {
    const [one, other, third] = [aPerson(named), aPerson(named), aPerson(named)];
    const [first, second] = [one, other].map((each) => ({ ...registration, ...each.registration })) as [
      Registration,
      Registration,
    ];
    const context = { actor: secretariatActor, at: "2027-03-01T12:00:00.000Z" };
    const change = addDismissedDuplicate(first, second, context);
    const told: MatchCandidate = { ...one, registration: change.registrations[0]?.after ?? one.registration };
    expect([findMatchReasons(told, other), findMatchReasons(other, told)]).toEqual([[], []]);
    expect(findMatchReasons(told, third)).toHaveLength(1);
    expect([change.action, change.emails]).toEqual(["dismiss-duplicate", []]);
    for (const wrong of [first, { ...second, conferenceId: "another" }])
      expect(() => addDismissedDuplicate(first, wrong, context)).toThrow(
        expect.objectContaining({ code: "not-found" }),
      );
  });

  test("told apart again and again are kept once, and of many the latest", () => {
    const context = { actor: secretariatActor, at: "2027-03-01T12:00:00.000Z" };
    const tell = (before: Registration, registrationId: string) =>
      addDismissedDuplicate(before, { ...registration, registrationId }, context).registrations[0]?.after ?? before;
    const many = Array.from({ length: 60 }, (_, index) => `r${index}`);
    const after = [...many, "r59", "r20"].reduce(tell, registration);
    expect(after.dismissedDuplicates).toHaveLength(50);
    expect(after.dismissedDuplicates?.slice(-2)).toEqual(["r59", "r20"]);
  });

  test("that are one and the same are no doubles", () => {
    const one = aPerson(named);
    expect(findMatchReasons(one, one)).toEqual([]);
  });
});
