import { describe, expect, test } from "vitest";
import type { Protection, Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import {
  assertCanChangeFields,
  canReadName,
  changeProtection,
} from "#shared/registrations/protected-identity.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration, noon, secretariatActor } from "../support/builders.ts";

const context = { actor: secretariatActor, at: noon };
const conference = aConference();
const reader = "reader@palais.example";
const protection: Protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader] };
const open: Registration = {
  ...buildRegistration(conference, { organization: "A ministry", functionTitle: "Minister", country: "SEN" }),
  passportDigest: "digest",
  corrections: [{ path: "functionTitle", before: "a", after: "b" }],
};

const protectedBy = (wanted = protection, before = open) => {
  const [step] = changeProtection(conference, before, wanted, reader, context, "at risk").registrations;
  return step?.after as Registration;
};

describe("a protected participant", () => {
  test("appears under the alias, with nothing beside it that tells the name", () => {
    const appears = maskProtectedIdentity(protectedBy());
    expect(appears.person).toEqual({ nameOnBadge: "Speaker Seven", nationality: "SEN" });
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
    ["person.nationality", false],
    ["needs", false],
  ])("%s: refused to an officer who may not read the name: %s", (path, isRefused) => {
    const change =
      (email: string, registration = protectedBy()) =>
      () =>
        assertCanChangeFields(registration, [path], email);
    if (isRefused) expect(change("other@palais.example")).toThrow("name-protected");
    else expect(change("other@palais.example")).not.toThrow();
    expect(change(reader)).not.toThrow();
    expect(change("other@palais.example", open)).not.toThrow();
  });
});

describe("the readers", () => {
  test("alone read the name, however their address is written, and alone change or lift the protection", () => {
    const before = protectedBy();
    expect([canReadName(before, "READER@palais.example"), canReadName(before, "other@palais.example")]).toEqual([
      true,
      false,
    ]);
    expect(canReadName(open, "other@palais.example")).toBe(true);
    for (const wanted of [protection, undefined]) {
      expect(() => changeProtection(conference, before, wanted, "other@palais.example", context)).toThrow(
        "name-protected",
      );
    }
    const lifted = changeProtection(conference, before, undefined, reader, context);
    expect([lifted.action, lifted.emails, lifted.registrations[0]?.after]).toEqual(["unprotect", [], open]);
  });

  test("are of the conference's staff, where it names them", () => {
    const named = { ...conference, staff: [{ email: "Reader@palais.example", groups: ["secretariat"] as const }] };
    expect(changeProtection(named, open, protection, reader, context)).toMatchObject({ action: "protect" });
    const wanted = { ...protection, readers: [reader, "stranger@palais.example"] };
    expect(() => changeProtection(named, open, wanted, reader, context)).toThrow(
      expect.objectContaining({ code: "invalid-request", fieldErrors: [{ path: "readers.1", rule: "notStaff" }] }),
    );
  });
});
