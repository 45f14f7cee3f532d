import { describe, expect, test } from "vitest";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { limitBadgeAccess } from "#shared/badges/badge.rules.ts";
import { toConferenceSettingsView, toListedRegistrationView, toRegistrationView } from "#shared/http/views.ts";
import { erasePersonalData } from "#shared/privacy/erasure.rules.ts";
import { addDefaultAccess, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import {
  findGuardianErrors,
  findMissingFields,
  isBelowMinimumAge,
  listRequiredPaths,
} from "#shared/registrations/requirements.rules.ts";
import { updateConference } from "../../functions/conference/conference.rules.ts";
import {
  aConference,
  aConferenceUse,
  buildApplication,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  parseConferenceBody,
  secretariatActor,
} from "../support/builders.ts";

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", requires: [] };
const staff = { actor: secretariatActor, at: noon };
const anyone = { actor: { kind: "public" }, at: noon } as const;

describe("the minimum age of a category", () => {
  // The conference begins on 26 October 2027.
  const conference = aConference({ categories: [{ ...ngo, minimumAge: 18 }] });
  const [young, old] = ["2009-10-27", "2009-10-26"];
  const guardian = { name: "Fatou Diallo", contact: "+221 33 000 00 00" };
  const submit = (person: object, body: object = {}, context: typeof anyone | typeof staff = anyone) =>
    createSubmission(conference, buildPools(conference), buildApplication({ ...body }, { ...person }), "r", context);
  const failure = (code: string, paths: readonly string[]) =>
    expect.objectContaining({ code, fieldErrors: paths.map((path) => expect.objectContaining({ path })) });

  test("is reached on the birthday, that of 29 February on 1 March", () => {
    const below = (birthDate: string | undefined, day: string) => isBelowMinimumAge({ minimumAge: 18 }, birthDate, day);
    expect([below(young, "2027-10-26"), below(old, "2027-10-26"), below(undefined, "2027-10-26")]).toEqual([
      true,
      false,
      false,
    ]);
    expect([below("2008-02-29", "2026-02-28"), below("2008-02-29", "2026-03-01")]).toEqual([true, false]);
    expect(isBelowMinimumAge({}, young, "2027-10-26")).toBe(false);
  });

  test("asks for the date of birth, once", () => {
    expect(listRequiredPaths({ minimumAge: 18 })).toEqual(["person.birthDate"]);
    expect(listRequiredPaths({ minimumAge: 18, requires: ["birthDate"] })).toEqual(["person.birthDate"]);
    expect(findMissingFields({ minimumAge: 18 }, { person: {} })).toEqual([
      { path: "person.birthDate", rule: "required" },
    ]);
    expect(() => submit({})).toThrow(failure("invalid-request", ["person.birthDate"]));
  });

  test.each([anyone, staff])("asks a younger person for a guardian, also if staff register them", (context) => {
    expect(() => submit({ birthDate: young }, {}, context)).toThrow(
      failure("guardian-required", ["guardian.name", "guardian.contact"]),
    );
    expect(getChangedRegistration(submit({ birthDate: young }, { guardian }, context)).guardian).toEqual(guardian);
    expect(() => submit({ birthDate: old }, {}, context)).not.toThrow();
  });

  test("says which part of the guardian is missing, and nothing without a category", () => {
    const form = { person: { birthDate: young }, guardian: { name: "Fatou", contact: "" } };
    expect(findGuardianErrors({ minimumAge: 18 }, "2027-10-26", form)).toEqual([
      { path: "guardian.contact", rule: "guardianRequired", values: { minimum: 18 } },
    ]);
    expect(findGuardianErrors(undefined, "2027-10-26", form)).toEqual([]);
    expect(findMissingFields(undefined, { person: {} })).toEqual([]);
    expect(listRequiredPaths({})).toEqual([]);
  });

  test("holds for a corrected date of birth, not for people registered before it was set", () => {
    const grown = buildRegistration(conference, { ...buildApplication({}, { birthDate: old }), sessions: [] } as never);
    const correct = (before: typeof grown, amendment: object) =>
      applyAmendment(conference, buildPools(conference), before, amendment, staff);
    const born = { ...grown, person: { ...grown.person, birthDate: young } };
    expect(() => correct(grown, { person: { birthDate: young } })).toThrow(
      failure("guardian-required", ["guardian.name", "guardian.contact"]),
    );
    expect(() => correct(born, { functionTitle: "Pupil" })).not.toThrow();
    const guarded = getChangedRegistration(correct(born, { guardian }));
    expect(guarded.guardian).toEqual(guardian);
    expect(() => correct(guarded, { guardian: null })).toThrow(
      failure("guardian-required", ["guardian.name", "guardian.contact"]),
    );
  });

  test("shows the guardian in the detail alone, never of a protected person, and erases it", () => {
    const person = { ...buildRegistration(aConference()), guardian };
    const viewer = { conference: aConference(), caller: { kind: "staff", id: "s", email: "s@x.example", groups: [] } };
    expect(toRegistrationView(person, viewer as never).guardian).toEqual(guardian);
    expect(toListedRegistrationView(person, viewer as never)).not.toHaveProperty("guardian");
    const masked = { ...person, protection: { alias: { nameOnBadge: "A" }, readers: [] } };
    expect(maskProtectedIdentity(masked)).not.toHaveProperty("guardian");
    const erased = erasePersonalData(person, "requested" as never, undefined, staff);
    expect(erased?.registrations[0]?.after).not.toHaveProperty("guardian");
  });
});

describe("the limits of the badges of a category", () => {
  const access = { days: ["2027-10-26"], zones: ["A"] };
  const press = { ...ngo, category: "press", access: { zones: ["B"] } };
  const put = (own: object, from?: ReturnType<typeof aConference>) =>
    updateConference(
      from,
      "idm-test",
      parseConferenceBody({ categories: [{ ...ngo, ...own }, press, { ...ngo, category: "free" }] }),
      aConferenceUse(true),
    );
  const conference = put({ access });
  const before = buildRegistration(conference);
  const issued = { ...before, badgeSerial: 1 };
  const issue = (changed: object = {}, from = before) =>
    addDefaultAccess(conference, { before: from, after: { ...from, badgeSerial: 1, ...changed } }).after.access;

  test("stay as they are in what a change does not name, and end with null", () => {
    expect(put({}, conference).categories[0]?.access).toEqual(access);
    expect(put({ access: { days: null } }, conference).categories[0]?.access).toEqual({ zones: ["A"] });
    expect(put({ access: null }, conference).categories[0]).not.toHaveProperty("access");
    expect(toConferenceSettingsView(conference).categories[0]?.access).toEqual(access);
  });

  test("are those of a badge that is issued, also of a new registration", () => {
    expect(issue()).toEqual(access);
    expect(addDefaultAccess(conference, { after: issued }).after.access).toEqual(access);
    expect(addDefaultAccess(conference, { before, after: before }).after).not.toHaveProperty("access");
    expect(addDefaultAccess(conference, { before: issued, after: issued }).after).not.toHaveProperty("access");
  });

  test("are those of a removed category, when a registration in it is opened and approved again", () => {
    const draft = parseConferenceBody({ categories: [press] });
    const removed = updateConference(conference, "idm-test", draft, aConferenceUse(true));
    expect(removed.categories.map(({ category }) => category)).toEqual(["press"]);
    expect(addDefaultAccess(removed, { before, after: issued }).after.access).toEqual(access);
  });

  test("give way to those of the person, also to none", () => {
    expect(issue({ access: { zones: ["C"] } })).toEqual({ zones: ["C"] });
    const lifted = getChangedRegistration(limitBadgeAccess({ ...before, access }, {}, staff, access));
    expect(issue({}, lifted)).toEqual({});
    expect(getChangedRegistration(limitBadgeAccess({ ...before, access }, {}, staff))).not.toHaveProperty("access");
  });

  test("end with the category", () => {
    const inherited = { ...issued, access };
    const move = (after: object) =>
      addDefaultAccess(conference, { before: inherited, after: { ...inherited, ...after } });
    expect(move({ category: "press", badgeSerial: 2 }).after.access).toEqual({ zones: ["B"] });
    expect(move({ category: "free", badgeSerial: 2 }).after).not.toHaveProperty("access");
    expect(move({ category: "press", access: { zones: ["C"] }, badgeSerial: 2 }).after.access).toEqual({
      zones: ["C"],
    });
    const fromFree = { ...issued, category: "free", access: { zones: ["C"] } };
    const joined = addDefaultAccess(conference, { before: fromFree, after: { ...fromFree, category: "ngo" } });
    expect(joined.after.access).toEqual({ zones: ["C"] });
  });
});
