import { expect, test } from "vitest";
import { anonymousReader, isInAudience } from "#shared/pages/page.rules.ts";

const staff = { isStaff: true, confirmedCategories: [] };
const ngo = { isStaff: false, confirmedCategories: ["ngo"] };

test.each([
  ["everyone", [true, true, true]],
  ["confirmed", [false, true, true]],
  [
    ["ngo", "media"],
    [false, true, true],
  ],
  [["member-state"], [false, false, true]],
] as const)("%s: an anonymous reader, a confirmed NGO, staff: %s", (audience, expected) => {
  expect([anonymousReader, ngo, staff].map((reader) => isInAudience(audience, reader))).toEqual(expected);
});
