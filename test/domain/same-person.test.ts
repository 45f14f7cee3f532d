import { describe, expect, test } from "vitest";
import type { AccreditationState, Registration } from "#shared/domain/registration.ts";
import { type Known, likenessOf, type Traits, tellApart } from "#shared/domain/same-person.ts";
import { aConference, aRegistration, secretariat } from "../support/builders.ts";

const registration = aRegistration(aConference());

const aPerson = (traits: Traits, birthDate?: string, state: AccreditationState = "pending"): Known => ({
  registration: {
    registrationId: JSON.stringify([traits, birthDate, state, Math.random()]),
    accreditation: { state, at: "", by: "", since: "", reason: "", fields: [] },
    person: { ...registration.person, ...(birthDate !== undefined && { birthDate }) },
  },
  traits,
});

const named: Traits = { "name-and-nationality": "amina diallo SEN" };

describe("two registrations", () => {
  test("are alike in each trait that is equal, and in none that either lacks", () => {
    const one = { passport: "p", address: "a", "name-and-birth-date": "n" };
    expect(likenessOf(aPerson(one), aPerson({ ...one, address: "b" }))).toEqual(["passport", "name-and-birth-date"]);
    expect(likenessOf(aPerson(one), aPerson({}))).toEqual([]);
    expect(likenessOf(aPerson({}), aPerson({}))).toEqual([]);
  });

  test("are alike by name and nationality only where a day of birth is missing", () => {
    expect(likenessOf(aPerson(named), aPerson(named))).toEqual(["name-and-nationality"]);
    expect(likenessOf(aPerson(named, "1980-01-01"), aPerson(named))).toEqual(["name-and-nationality"]);
    expect(likenessOf(aPerson(named, "1980-01-01"), aPerson(named, "1999-01-01"))).toEqual([]);
  });

  test("one of which was withdrawn are nobody's doubles; who was rejected or revoked is recognised", () => {
    const states = ["pending", "approved", "returned", "rejected", "revoked"] as const;
    for (const state of states) expect(likenessOf(aPerson(named), aPerson(named, undefined, state))).toHaveLength(1);
    expect(likenessOf(aPerson(named), aPerson(named, undefined, "withdrawn"))).toEqual([]);
    expect(likenessOf(aPerson(named, undefined, "withdrawn"), aPerson(named))).toEqual([]);
  });

  test("that an officer told apart are two people, whichever of them says so", () => {
    const [one, other, third] = [aPerson(named), aPerson(named), aPerson(named)];
    const [first, second] = [one, other].map((each) => ({ ...registration, ...each.registration })) as [
      Registration,
      Registration,
    ];
    const context = { actor: secretariat, at: "2027-03-01T12:00:00.000Z" };
    const change = tellApart(first, second, context);
    const told: Known = { ...one, registration: change.registrations[0]?.after ?? one.registration };
    expect([likenessOf(told, other), likenessOf(other, told)]).toEqual([[], []]);
    expect(likenessOf(told, third)).toHaveLength(1);
    expect([change.action, change.mails]).toEqual(["tell-apart", []]);
    for (const wrong of [first, { ...second, conferenceId: "another" }])
      expect(() => tellApart(first, wrong, context)).toThrow(expect.objectContaining({ code: "not-found" }));
  });

  test("told apart again and again are kept once, and of many the latest", () => {
    const context = { actor: secretariat, at: "2027-03-01T12:00:00.000Z" };
    const tell = (before: Registration, registrationId: string) =>
      tellApart(before, { ...registration, registrationId }, context).registrations[0]?.after ?? before;
    const many = Array.from({ length: 60 }, (_, index) => `r${index}`);
    const after = [...many, "r59", "r20"].reduce(tell, registration);
    expect(after.toldApart).toHaveLength(50);
    expect(after.toldApart?.slice(-2)).toEqual(["r59", "r20"]);
  });

  test("that are one and the same are no doubles", () => {
    const one = aPerson(named);
    expect(likenessOf(one, one)).toEqual([]);
  });
});
