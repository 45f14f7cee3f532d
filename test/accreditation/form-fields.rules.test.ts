import { describe, expect, test } from "vitest";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { conferenceDraft } from "#shared/conferences/contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import { nominateMember } from "#shared/delegations/nomination.rules.ts";
import type { Actor } from "#shared/model/actor.ts";
import { registrationRequest } from "#shared/registrations/contract.ts";
import { updateConference } from "../../functions/conference/conference.rules.ts";
import {
  aConference,
  aConferenceUse,
  buildApplication,
  buildFormBody,
  buildPools,
  buildRegistration,
  draftBody,
  noon,
  secretariatActor,
} from "../support/builders.ts";
import { buildNomination, byFocalPoint, DelegationFixture } from "../support/delegation-world.ts";

const categories = [
  { category: "member-state", title: { en: "Member States" }, colour: "#0b5394" },
  { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32" },
];

/** As it was stored before categories required fields. */
const oldConference = aConference({ categories });

/** As the API creates it: with the fields that each category requires by default. */
const conference = updateConference(undefined, "idm-test", oldConference, aConferenceUse(false));
const pools = buildPools(conference);
const complete = { category: "ngo", organization: "Open Cities" };

const submitting =
  (body: object, person: object = {}, actor: Actor = { kind: "public" }, hall = conference) =>
  () =>
    createSubmission(hall, pools, buildApplication({ ...body }, { ...person }), "r", { actor, at: noon });

const refusedAt = (...errors: (readonly [path: string, rule: string])[]) =>
  expect.objectContaining({
    code: "invalid-request",
    fieldErrors: errors.map(([path, rule]) => expect.objectContaining({ path, rule })),
  });

describe("a field that the category requires", () => {
  test("is missed at its place: the country of a State, the organization of an NGO", () => {
    expect(submitting({ category: "member-state" })).toThrow(refusedAt(["country", "required"]));
    expect(submitting({ category: "ngo" })).toThrow(refusedAt(["organization", "required"]));
    expect(submitting({ category: "member-state", country: "SEN" })).not.toThrow();
    expect(submitting(complete)).not.toThrow();
  });

  test("is missed from the secretariat too, together with the other errors", () => {
    const requires = ["organization", "functionTitle", "birthDate", "gender", "honorific"];
    const strict = aConference({ categories: [{ ...categories[1], requires }] });
    expect(submitting({ category: "ngo", role: "king" }, {}, secretariatActor, strict)).toThrow(
      refusedAt(
        ["organization", "required"],
        ["functionTitle", "required"],
        ["person.birthDate", "required"],
        ["person.gender", "required"],
        ["person.honorific", "required"],
        ["role", "notOneOf"],
      ),
    );
  });

  test("is not missed in a conference that was created before categories required fields", () => {
    expect(submitting({ category: "member-state" }, {}, undefined, oldConference)).not.toThrow();
  });

  test("is missed of a nominated member, unless the delegation itself supplies it", () => {
    const nominating = (category: "ngo" | "member-state") => {
      const world = new DelegationFixture(2, conference, { category });
      return () =>
        nominateMember(conference, world.states, world.delegationState, buildNomination("a"), "a", byFocalPoint);
    };
    expect(nominating("ngo")).not.toThrow();
    expect(nominating("member-state")).toThrow(refusedAt(["country", "required"]));
  });

  test("is missed when a change of category begins to require it, and not when it was missing before", () => {
    const before = buildRegistration(oldConference, { category: "ngo" });
    const amending = (amendment: object) => () =>
      applyAmendment(conference, pools, before, amendment, { actor: { kind: "delegate", id: "r" }, at: noon });
    expect(amending({ functionTitle: "Mayor" })).not.toThrow();
    expect(amending({ category: "member-state" })).toThrow(refusedAt(["country", "required"]));
    expect(amending({ category: "member-state", country: "SEN" })).not.toThrow();
  });
});

describe("a date of birth", () => {
  test.each([
    ["2030-01-01", "dateInFuture"],
    ["2027-03-02", "dateInFuture"],
    ["1907-02-28", "birthDateTooEarly"],
  ])("%s is refused at its field", (birthDate, rule) => {
    expect(submitting(complete, { birthDate })).toThrow(refusedAt(["person.birthDate", rule]));
  });

  test.each(["2027-03-01", "1980-02-29", "1907-03-01"])("%s is accepted", (birthDate) => {
    expect(submitting(complete, { birthDate })).not.toThrow();
  });

  test("before 1900 is no date of the contract", () => {
    const checked = validate(registrationRequest, buildFormBody({}, { birthDate: "1899-12-31" }));
    expect(checked).toMatchObject({ fieldErrors: [{ path: "person.birthDate", rule: "date" }] });
  });

  test("is refused in an amendment and in a nomination, and a stored one stays", () => {
    const before = buildRegistration(aConference(), complete);
    const amending = (registration: typeof before, person: object) => () =>
      applyAmendment(conference, pools, registration, { person }, { actor: { kind: "delegate", id: "r" }, at: noon });
    expect(amending(before, { birthDate: "2031-01-01" })).toThrow(refusedAt(["person.birthDate", "dateInFuture"]));
    const stored = { ...before, person: { ...before.person, birthDate: "2031-01-01" } };
    expect(amending(stored, { honorific: "Ms" })).not.toThrow();
    const world = new DelegationFixture(2, conference);
    const nomination = buildNomination("a");
    const born = { ...nomination, person: { ...nomination.person, birthDate: "2031-01-01" } };
    expect(() => nominateMember(conference, world.states, world.delegationState, born, "a", byFocalPoint)).toThrow(
      refusedAt(["person.birthDate", "dateInFuture"]),
    );
  });
});

describe("a role", () => {
  test("other than delegate is refused at its field when the public chooses it", () => {
    for (const role of ["speaker", "moderator", "observer", "staff", "alternate", "adviser", "head-of-delegation"])
      expect(submitting({ ...complete, role })).toThrow(refusedAt(["role", "roleNotAssignable"]));
    expect(submitting({ ...complete, role: "king" })).toThrow(refusedAt(["role", "notOneOf"]));
    expect(submitting({ ...complete, role: "delegate" })).not.toThrow();
  });

  test("is the secretariat's and the focal point's to assign", () => {
    expect(submitting({ ...complete, role: "speaker" }, {}, secretariatActor)).not.toThrow();
    const world = new DelegationFixture(3, conference);
    world.nominate("h", { role: "head-of-delegation" });
    world.nominate("a", { role: "adviser" });
    expect([...world.rows.values()].map(({ role }) => role)).toEqual(["head-of-delegation", "adviser"]);
  });

  test("that the person has stays, and another is not taken by an amendment", () => {
    const before = { ...buildRegistration(aConference(), complete), role: "speaker" };
    const amending = (role: string) => () =>
      applyAmendment(conference, pools, before, { role }, { actor: { kind: "delegate", id: "r" }, at: noon });
    expect(amending("speaker")).not.toThrow();
    expect(amending("delegate")).not.toThrow();
    expect(amending("moderator")).toThrow(refusedAt(["role", "roleNotAssignable"]));
  });

  const interpreter = {
    role: "interpreter",
    title: { en: "Interpreter" },
    assignableBy: "anyone",
    maxPerDelegation: 1,
  };
  const own = aConference({
    roles: [interpreter, { role: "guest", title: { en: "Guest" }, assignableBy: "secretariat" }],
  });

  test("of the conference's own takes the place of the built-in ones", () => {
    expect(submitting({ ...complete, role: "interpreter" }, {}, undefined, own)).not.toThrow();
    expect(submitting({ ...complete, role: "guest" }, {}, undefined, own)).toThrow(
      refusedAt(["role", "roleNotAssignable"]),
    );
    expect(submitting({ ...complete, role: "delegate" }, {}, undefined, own)).toThrow(refusedAt(["role", "notOneOf"]));
  });

  test("has at most as many members of a delegation as the conference says", () => {
    const world = new DelegationFixture(5, own);
    world.nominate("a", { role: "interpreter" });
    expect(() => world.nominate("b", { role: "interpreter" })).toThrow(refusedAt(["role", "tooManyInRole"]));
  });

  test("without a title is refused in the settings unless it is built in", () => {
    const roles = [{ role: "interpreter", assignableBy: "anyone" }];
    expect(validate(conferenceDraft, { ...draftBody, roles })).toMatchObject({
      fieldErrors: [{ path: "roles.0.title", rule: "required" }],
    });
  });
});
