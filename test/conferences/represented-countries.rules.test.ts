import { describe, expect, test } from "vitest";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { conferenceDraft } from "#shared/conferences/contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import { nominateMember } from "#shared/delegations/nomination.rules.ts";
import { registrationRequest } from "#shared/registrations/contract.ts";
import { updateConference } from "../../functions/conference/conference.rules.ts";
import {
  applyDelegationAmendment,
  createAccreditedDelegation,
  createRequestedDelegation,
} from "../../functions/delegations/change-delegation.rules.ts";
import {
  aConference,
  aConferenceUse,
  buildApplication,
  buildPools,
  buildRegistration,
  draftBody,
  noon,
} from "../support/builders.ts";
import { buildNomination, DelegationFixture, delegationDraftBody } from "../support/delegation-world.ts";

const context = { actor: { kind: "public" }, at: noon } as const;
const own = aConference({ countries: [{ code: "CHE" }, { code: "EUE" }, { code: "AAA", name: { en: "Associate" } }] });
const notRepresented = expect.objectContaining({
  code: "invalid-request",
  fieldErrors: [{ path: "country", rule: "notRepresented" }],
});

describe("the list of a conference", () => {
  const findErrors = (countries: unknown) => {
    const checked = validate(conferenceDraft, { ...draftBody, countries });
    return "fieldErrors" in checked ? checked.fieldErrors.map(({ path, rule }) => `${path} ${rule}`) : [];
  };

  test("is the default, known codes, or codes with a name of their own", () => {
    for (const countries of [
      undefined,
      null,
      "members-and-observers",
      [{ code: "CHE" }, { code: "HKG" }, { code: "EUE" }, { code: "AAA", name: { en: "Associate member" } }],
    ])
      expect(findErrors(countries)).toEqual([]);
  });

  test("is refused at the entry that has no name, no known form, or is there already", () => {
    expect(findErrors([{ code: "CHE" }, { code: "AAA" }])).toEqual(["countries.1.name nameRequired"]);
    expect(findErrors([{ code: "Swiss" }])).toEqual(["countries.0.code unknownCountry"]);
    expect(findErrors([{ code: "XXA" }])).toEqual(["countries.0.code unknownCountry"]);
    expect(findErrors([{ code: "CHE", name: {} }])).toEqual(["countries.0.name.en required"]);
    expect(findErrors([{ code: "CHE" }, { code: "CHE" }])).toEqual(["countries duplicate"]);
    expect(findErrors("states")).toEqual(["countries wrongType"]);
  });

  test("stays with a change that does not name it, and is taken away by null", () => {
    const { countries, ...settings } = own;
    expect(updateConference(own, "idm-test", settings, aConferenceUse(true)).countries).toEqual(countries);
    expect(
      updateConference(own, "idm-test", { ...settings, countries: [{ code: "FRA" }] }, aConferenceUse(true)).countries,
    ).toEqual([{ code: "FRA" }]);
    expect(
      "countries" in updateConference(own, "idm-test", { ...settings, countries: null }, aConferenceUse(true)),
    ).toBe(false);
  });
});

describe("a country that the conference does not have in its list is refused at the field", () => {
  const submit = (conference: typeof own, country: string) =>
    createSubmission(conference, buildPools(conference), buildApplication({ country }), "new", context);

  test("in the form", () => {
    expect(() => submit(aConference(), "HKG")).toThrow(notRepresented);
    expect(() => submit(own, "FRA")).toThrow(notRepresented);
    for (const code of ["CHE", "EUE", "AAA"])
      expect(submit(own, code).registrations[0]?.after.country, code).toBe(code);
    expect(submit(aConference(), "VAT").registrations[0]?.after.country).toBe("VAT");
  });

  test("in a correction, unless it is the stored one", () => {
    const before = buildRegistration(aConference(), { country: "FRA" });
    const amend = (country: string) => applyAmendment(own, buildPools(own), before, { country }, context);
    expect(() => amend("DEU")).toThrow(notRepresented);
    expect(amend("FRA").registrations[0]?.after.country).toBe("FRA");
    expect(amend("CHE").registrations[0]?.after.country).toBe("CHE");
  });

  test("for a delegation and its members", () => {
    const draft = { ...delegationDraftBody, country: "HKG" };
    const staff = { actor: { kind: "staff", id: "officer" }, at: noon } as const;
    const conference = aConference();
    expect(() => createAccreditedDelegation(conference, draft, "d", staff)).toThrow(notRepresented);
    expect(() => createRequestedDelegation(conference, draft, "d", context)).toThrow(notRepresented);
    const world = new DelegationFixture(1, conference, { country: "SEN" });
    expect(() => applyDelegationAmendment(conference, world.delegation, { country: "HKG" }, staff)).toThrow(
      notRepresented,
    );
    const nominate = (country: string) =>
      nominateMember(
        conference,
        world.states,
        world.delegationState,
        { ...buildNomination("one"), country },
        "one",
        staff,
      );
    expect(() => nominate("HKG")).toThrow(notRepresented);
    expect(nominate("SEN").registrations[0]?.after.country).toBe("SEN");
  });
});

test("a nationality can be a code of travel documents; a country must have three capital letters", () => {
  const body = {
    category: "ngo",
    person: { familyName: "Ba", email: "ba@example.org", nationality: "XXA" },
    consent: { listOfParticipants: false, photo: false },
  };
  expect(validate(registrationRequest, body)).toHaveProperty("value");
  const wrong = { ...body, person: { ...body.person, nationality: "UTO" }, country: "Kenya" };
  expect(validate(registrationRequest, wrong)).toMatchObject({
    fieldErrors: [
      { path: "person.nationality", rule: "unknownCountry" },
      { path: "country", rule: "unknownCountry" },
    ],
  });
});
