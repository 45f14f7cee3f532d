import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { Person } from "#shared/model/registration.ts";
import { deriveConstraintWrites, personKey } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { aConference } from "../support/builders.ts";
import { DelegationFixture } from "../support/delegation-world.ts";

type Name = Pick<Person, "givenName" | "familyName">;

const keyOf = (name: Name, birthDate?: string) =>
  personKey({
    conferenceId: "idm-2027",
    delegationId: "d".repeat(26),
    person: { ...name, nationality: "IND", ...(birthDate !== undefined && { birthDate }) },
  });

const given = (givenName: string): Name => ({ givenName });

describe("two members of a delegation without an address are two people", () => {
  test.each([
    ["राम कुमार", "रमा कुमारी"],
    ["नि", "नी"],
    ["ज़ारा", "जारा"],
    ["সুমি", "সুমী"],
    ["கலா", "காலா"],
    ["ಪ್ರೀತಿ", "ಪ್ರೀತ"],
    ["นิด ใจดี", "นัด ใจดี"],
    ["ตี ใจดี", "ตี้ ใจดี"],
    ["バナ", "ハナ"],
    ["がきかわ", "かきかわ"],
    ["ﾊﾟﾝ", "ﾊﾞﾝ"],
    ["មុនី", "មនី"],
    ["Müller", "Muller"],
    ["José", "Jose"],
    ["Nguyễn Thị Hạnh", "Nguyễn Thị Hành"],
    ["Алёна", "Алена"],
    ["Άννα", "Αννα"],
    ["مُحَمَّد", "محمد"],
    ["Işık", "Işik"],
    ["O’Neill", "O Neill"],
    ["Gómez-Camacho", "Gómez Camacho"],
    ["李明", "黎明"],
    ["𝐀mina", "Amina"],
  ])("%s and %s", (one, other) => {
    expect(keyOf(given(one))).not.toEqual(keyOf(given(other)));
  });

  test("if given and family name are exchanged", () => {
    expect(keyOf({ givenName: "Amina", familyName: "Diallo" })).not.toEqual(
      keyOf({ givenName: "Diallo", familyName: "Amina" }),
    );
  });

  test("if only one of them says when they were born, or both say another day", () => {
    const [one, other, none] = [
      keyOf(given("Amina"), "1980-01-01"),
      keyOf(given("Amina"), "1980-01-02"),
      keyOf(given("Amina")),
    ];
    expect(new Set([one, other, none].map(({ PK }) => PK)).size).toBe(3);
  });

  // The letters are compared in a way that merges more than case folding does, so that it can't copy a mistake of it.
  const differsWithoutCase = (one: string, other: string) => {
    const plain = (text: string) =>
      text.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC").replaceAll(/\s+/g, "");
    return plain(one) !== plain(other);
  };

  const letters = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 6 }),
    fc.string({ unit: fc.constantFrom(..."राुमििीज़कनดนิัต้バナバ゚がかüuéeίιёеمُحَّİıIiſsßẞ"), maxLength: 6 }),
  );
  const name = fc.record({ givenName: letters, familyName: letters });

  test("for any two names that differ after NFC and case folding: both can be nominated", () => {
    const nominate = (fixture: DelegationFixture, id: string, person: Name) =>
      fixture.nominate(id, { person: { ...person, nationality: "IND" } });
    const listClaims = (change: Change) =>
      deriveConstraintWrites({ name: "table" } as Table, change, aConference()).flatMap(
        ({ item: { Put } }) => Put?.Item?.["PK"]?.S ?? [],
      );
    fc.assert(
      fc.property(name, name, (one, other) => {
        fc.pre(
          differsWithoutCase(one.givenName, other.givenName) || differsWithoutCase(one.familyName, other.familyName),
        );
        const fixture = new DelegationFixture(2);
        const claims = [nominate(fixture, "one", one), nominate(fixture, "other", other)].flatMap(listClaims);
        expect(claims).toHaveLength(2);
        expect(new Set(claims).size).toBe(2);
        expect(fixture.listSeats()).toEqual(["one held", "other held"]);
      }),
      { numRuns: 300 },
    );
  });

  test("for any two names that differ after NFC and case folding, the keys differ", () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        fc.pre(
          differsWithoutCase(one.givenName, other.givenName) || differsWithoutCase(one.familyName, other.familyName),
        );
        expect(keyOf(one)).not.toEqual(keyOf(other));
      }),
      { numRuns: 500 },
    );
  });
});

describe("a person without an address is refused a second time", () => {
  test.each([
    ["in capitals", "Amina Diallo", "AMINA DIALLO"],
    ["decomposed", "Gómez", "Go\u0301mez"],
    ["with a sharp s in capitals", "Weiß", "WEISS"],
    ["with a capital sharp s", "Weiß", "WEIẞ"],
    ["with a final sigma", "Νίκος", "ΝΊΚΟΣ"],
    ["in small letters of Cherokee", "ꭰꭱ", "ᎠᎡ"],
    ["with more blanks", "Amina  Fatou\u00a0Diallo", " Amina Fatou Diallo "],
    ["in Devanagari with a precomposed nukta", "\u095bारा", "\u091c\u093cारा"],
  ])("%s", (_, one, other) => {
    expect(keyOf(given(one))).toEqual(keyOf(given(other)));
  });
});
