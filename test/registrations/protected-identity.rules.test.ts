import { describe, expect, test } from "vitest";
import type { StaffUser } from "#shared/model/access.ts";
import type { Protection, Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import {
  assertCanChangeFields,
  canFocalPointSee,
  canReadName,
  changeProtection,
  findNamedFocalPoints,
  findReaders,
} from "#shared/registrations/protected-identity.rules.ts";
import { createChange, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration, noon, secretariatActor } from "../support/builders.ts";

const context = { actor: secretariatActor, at: noon };
const conference = aConference();
const [reader, other] = [{ id: "reader" }, { id: "other" }];
const protection: Protection = {
  alias: { nameOnBadge: "Speaker Seven" },
  readers: [{ email: "reader@palais.example", holder: "reader" }],
};
const open: Registration = {
  ...buildRegistration(conference, { organization: "A ministry", functionTitle: "Minister", country: "SEN" }),
  passportDigest: "digest",
  corrections: [{ path: "functionTitle", before: "a", after: "b" }],
};

const protectedBy = (wanted = protection, before = open) => {
  const [step] = changeProtection(before, wanted, reader, context, "at risk").registrations;
  return step?.after as Registration;
};

describe("a protected participant", () => {
  test("appears under the alias, with nothing beside it that tells the name", () => {
    const appears = maskProtectedIdentity(protectedBy());
    expect(appears.person).toEqual({ nameOnBadge: "Speaker Seven", nationality: "XXX" });
    expect(appears.corrections).toEqual([{ path: "functionTitle" }]);
    for (const told of ["organization", "functionTitle", "country", "passportDigest"])
      expect(appears).not.toHaveProperty(told);
    const alias = { ...protection.alias, organization: "A diaspora group" };
    expect(maskProtectedIdentity(protectedBy({ ...protection, alias })).organization).toBe("A diaspora group");
    const { corrections: _corrected, ...never } = open;
    expect(maskProtectedIdentity(protectedBy(protection, never))).not.toHaveProperty("corrections");
  });

  test("keeps everything that isn't theirs to tell, such as the seat", () => {
    const { seat, category, accreditation } = protectedBy();
    expect(maskProtectedIdentity(protectedBy())).toMatchObject({ seat, category, accreditation });
    expect(maskProtectedIdentity(open)).toBe(open);
  });

  test("is called by the alias on badges, lists and mails", () => {
    expect([getDisplayName(protectedBy()), getDisplayName(open)]).toEqual(["Speaker Seven", "Amina Diallo"]);
  });
});

describe("the fields that the alias hides", () => {
  test.each([
    ["person.familyName", true],
    ["organization", true],
    ["functionTitle", true],
    ["country", true],
    ["latinName", true],
    ["latinName.familyName", true],
    ["nameOrder", true],
    ["person.nationality", true],
    ["needs", true],
    ["needs.diet", true],
    ["delegation", true],
    ["category", true],
    ["role", true],
    ["sessions", true],
    ["participation", true],
    ["notify", false],
  ])("%s: refused to an officer who may not read the name: %s", (path, isRefused) => {
    const change =
      (staff: StaffUser, registration = protectedBy()) =>
      () =>
        assertCanChangeFields(registration, [path], staff);
    if (isRefused) expect(change(other)).toThrow("name-protected");
    else expect(change(other)).not.toThrow();
    expect(change(reader)).not.toThrow();
    expect(change(other, open)).not.toThrow();
  });
});

describe("the readers", () => {
  test("alone read the name, and alone change or lift the protection", () => {
    const before = protectedBy();
    expect([canReadName(before, reader), canReadName(before, other)]).toEqual([true, false]);
    expect(canReadName(open, other)).toBe(true);
    for (const wanted of [protection, undefined])
      expect(() => changeProtection(before, wanted, other, context)).toThrow("name-protected");
    const lifted = changeProtection(before, undefined, reader, context);
    expect([lifted.action, lifted.emails, lifted.registrations[0]?.after]).toEqual(["unprotect", [], open]);
  });

  test("include the user to whom the invitation of a named address is bound", () => {
    const readers = [{ email: "reader@palais.example", holder: "an-invitation" }];
    const before = protectedBy({ ...protection, readers });
    expect(canReadName(before, { id: "other", invitations: ["an-invitation"] })).toBe(true);
    expect(canReadName(before, { id: "other", invitations: ["another"] })).toBe(false);
  });

  test("are of the conference's staff list, where it has one, and are its holders", () => {
    const staff = [
      { email: "Reader@palais.example", holder: "listed", groups: ["secretariat"] as const },
      { email: "kay@palais.example", holder: "kay", groups: ["reviewer"] as const },
    ];
    const named = { ...conference, staff };
    expect(findReaders(named, open, ["reader@palais.example"])).toEqual([
      { email: "reader@palais.example", holder: "listed" },
    ]);
    for (const stranger of ["stranger@palais.example", "\u212Aay@palais.example"])
      expect(() => findReaders(named, open, ["reader@palais.example", stranger])).toThrow(
        expect.objectContaining({ code: "invalid-request", fieldErrors: [{ path: "readers.1", rule: "notStaff" }] }),
      );
  });

  test("stay those whom the address stood for when they were named", () => {
    const addresses = ["READER@palais.example", "new@palais.example"];
    expect(findReaders(conference, protectedBy(), addresses)).toEqual([
      { email: "READER@palais.example", holder: "reader" },
      { email: "new@palais.example" },
    ]);
  });
});

describe("the focal points who see a protected person", () => {
  const union = { focalPoints: ["fp@example.org", "Second@example.org"] };
  const named = protectedBy({ ...protection, focalPoints: ["fp@example.org"] }, { ...open, delegationId: "union" });

  test("are those whom a reader names, and otherwise those of before", () => {
    expect(findNamedFocalPoints(open, union, undefined)).toEqual({});
    expect(findNamedFocalPoints(named, union, undefined)).toEqual({ focalPoints: ["fp@example.org"] });
    expect(findNamedFocalPoints(named, union, [])).toEqual({ focalPoints: [] });
    expect(findNamedFocalPoints(named, union, ["second@example.org"])).toEqual({
      focalPoints: ["second@example.org"],
    });
    const refused = expect.objectContaining({ fieldErrors: [{ path: "focalPoints.0", rule: "notOneOf" }] });
    for (const delegation of [union, undefined])
      expect(() => findNamedFocalPoints(named, delegation, ["other@example.org"])).toThrow(refused);
  });

  test("are none where the protection names none", () => {
    expect(canFocalPointSee(named.protection ?? {}, "FP@example.org")).toBe(true);
    for (const one of [named.protection ?? {}, {}]) expect(canFocalPointSee(one, "second@example.org")).toBe(false);
  });

  test("stay in every change but that of the delegation, which ends what the reader gave", () => {
    const change = (after: Registration) => createChange(named, after, "amend", context).registrations[0]?.after;
    expect(change({ ...named, organization: "UNHCR" })?.protection?.focalPoints).toEqual(["fp@example.org"]);
    const { delegationId: _, ...alone } = named;
    for (const moved of [alone, { ...named, delegationId: "mission" }])
      expect(change(moved)?.protection).toEqual(protection);
  });
});
