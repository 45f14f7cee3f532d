import { describe, expect, test } from "vitest";
import { asItAppears, mayReadName, protect } from "#shared/domain/protection.ts";
import { displayName, type Protection, type Registration } from "#shared/domain/registration.ts";
import { aConference, aRegistration, noon, secretariat } from "../support/builders.ts";

const context = { actor: secretariat, at: noon };
const conference = aConference();
const reader = "reader@palais.example";
const protection: Protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader] };
const open: Registration = {
  ...aRegistration(conference, { organization: "A ministry", functionTitle: "Minister", country: "SEN" }),
  passportDigest: "digest",
  corrected: [{ path: "functionTitle", before: "a", after: "b" }],
};

const protectedBy = (wanted = protection, before = open) => {
  const [step] = protect(conference, before, wanted, reader, context, "at risk").registrations;
  return step?.after as Registration;
};

describe("a protected participant", () => {
  test("appears under the alias, with nothing beside it that tells the name", () => {
    const appears = asItAppears(protectedBy());
    expect(appears.person).toEqual({ nameOnBadge: "Speaker Seven", nationality: "SEN" });
    expect(appears.corrected).toEqual([{ path: "functionTitle" }]);
    for (const told of ["organization", "functionTitle", "country", "passportDigest"])
      expect(appears).not.toHaveProperty(told);
    const alias = { ...protection.alias, organization: "A diaspora group" };
    expect(asItAppears(protectedBy({ ...protection, alias })).organization).toBe("A diaspora group");
    const { corrected: _corrected, ...never } = open;
    expect(asItAppears(protectedBy(protection, never))).not.toHaveProperty("corrected");
  });

  test("keeps everything that isn't theirs to tell, such as the seat", () => {
    const { seat, category, accreditation } = protectedBy();
    expect(asItAppears(protectedBy())).toMatchObject({ seat, category, accreditation });
    expect(asItAppears(open)).toBe(open);
  });

  test("is called by the alias on badges, lists and mails", () => {
    expect([displayName(protectedBy()), displayName(open)]).toEqual(["Speaker Seven", "Amina Diallo"]);
  });
});

describe("the readers", () => {
  test("alone read the name, however their address is written, and alone change or lift the protection", () => {
    const before = protectedBy();
    expect([mayReadName(before, "READER@palais.example"), mayReadName(before, "other@palais.example")]).toEqual([
      true,
      false,
    ]);
    expect(mayReadName(open, "other@palais.example")).toBe(true);
    for (const wanted of [protection, undefined]) {
      expect(() => protect(conference, before, wanted, "other@palais.example", context)).toThrow("name-protected");
    }
    const lifted = protect(conference, before, undefined, reader, context);
    expect([lifted.action, lifted.mails, lifted.registrations[0]?.after]).toEqual(["unprotect", [], open]);
  });

  test("are of the conference's staff, where it names them", () => {
    const named = { ...conference, staff: [{ email: "Reader@palais.example", groups: ["secretariat"] as const }] };
    expect(protect(named, open, protection, reader, context)).toMatchObject({ action: "protect" });
    const wanted = { ...protection, readers: [reader, "stranger@palais.example"] };
    expect(() => protect(named, open, wanted, reader, context)).toThrow(
      expect.objectContaining({ code: "invalid-request", faults: [{ path: "readers.1", rule: "notStaff" }] }),
    );
  });
});
