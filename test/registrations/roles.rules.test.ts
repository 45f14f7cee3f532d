import { expect, test } from "vitest";
import { findDefaultRole, getDefaultRole } from "#shared/registrations/roles.rules.ts";

test.each([
  [["speaker", "delegate"], "delegate"],
  [["observer", "speaker"], "observer"],
  [[], undefined],
])("of the public roles %j, a form without a role has %s", (names, role) => {
  const roles = names.map((name) => ({ role: name, assignableBy: "anyone" }) as const);
  expect(findDefaultRole([{ role: "head-of-delegation", assignableBy: "focal-point" }, ...roles])).toBe(role);
});

test("a form without a role has the default role of the conference, and delegate where it defines none for the public", () => {
  const roles = [
    { role: "participant", assignableBy: "anyone" },
    { role: "delegate", assignableBy: "focal-point" },
  ] as const;
  expect(getDefaultRole({ roles })).toBe("participant");
  expect([getDefaultRole({}), getDefaultRole({ roles: [] })]).toEqual(["delegate", "delegate"]);
});
