import { expect, test } from "vitest";
import { findDefaultRole } from "#shared/registrations/roles.rules.ts";

test.each([
  [["speaker", "delegate"], "delegate"],
  [["observer", "speaker"], "observer"],
  [[], undefined],
])("of the public roles %j, a form without a role has %s", (names, role) => {
  const roles = names.map((name) => ({ role: name, assignableBy: "anyone" }) as const);
  expect(findDefaultRole([{ role: "head-of-delegation", assignableBy: "focal-point" }, ...roles])).toBe(role);
});
