import { describe, expect, test } from "vitest";
import { stateCodes } from "#shared/countries/countries.ts";
import { getRepresentedName } from "#shared/countries/country-names.ts";
import {
  assertCanBeRepresented,
  canBeRepresented,
  listRepresentedCodes,
} from "#shared/countries/represented-countries.rules.ts";
import { DomainError } from "#shared/model/domain-error.ts";

const own = {
  countries: [{ code: "FRA" }, { code: "EUE", name: { en: "European Union (EU)", fr: "Union européenne (UE)" } }],
} as const;

describe("what can be represented", () => {
  test("is the Member States and the observer States, unless the conference has a list of its own", () => {
    for (const conference of [{}, { countries: "members-and-observers" as const }]) {
      expect(listRepresentedCodes(conference)).toEqual(stateCodes);
      expect(["CHE", "VAT", "PSE"].map((code) => canBeRepresented(conference, code))).toEqual([true, true, true]);
      expect(["HKG", "TWN", "EUE", "XXA"].some((code) => canBeRepresented(conference, code))).toBe(false);
    }
    expect(listRepresentedCodes(own)).toEqual(["FRA", "EUE"]);
    expect([canBeRepresented(own, "EUE"), canBeRepresented(own, "CHE")]).toEqual([true, false]);
  });

  test("is refused at the field otherwise, but a stored value stays", () => {
    const refused = new DomainError("invalid-request", [{ path: "country", rule: "notRepresented" }]);
    expect(() => assertCanBeRepresented({}, "HKG")).toThrow(refused);
    expect(() => assertCanBeRepresented(own, "CHE", "DEU")).toThrow(refused);
    expect(() => assertCanBeRepresented(own, "CHE", "CHE")).not.toThrow();
    expect(() => assertCanBeRepresented(own, undefined)).not.toThrow();
    expect(() => assertCanBeRepresented(own, "EUE")).not.toThrow();
  });

  test("has the conference's own name, else the name of the United Nations", () => {
    expect(getRepresentedName(own, "EUE", "fr")).toBe("Union européenne (UE)");
    expect(getRepresentedName(own, "EUE", "ru")).toBe("European Union (EU)");
    expect([getRepresentedName(own, "FRA", "es"), getRepresentedName({}, "FRA", "es")]).toEqual(["Francia", "Francia"]);
  });
});
