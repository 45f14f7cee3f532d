import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveDelegationWrites } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { pageQuery } from "#shared/registrations/contract.ts";

/** Names as the contract accepts them, of up to 500 code points: in any script, with emoji, blanks and quotes. */
const names = fc
  .string({ unit: "binary", minLength: 1, maxLength: 500 })
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, "x"))
  .filter((text) => [...text].length <= 500);

const hardNames = [
  `${"a".repeat(99)}👍`,
  "Union of Migrant Associations",
  `"Ngo's" — d’ici & là`,
  "اتحاد الجمعيات",
  "国际移民组织".repeat(80),
  "#a#b#",
  "👨‍👩‍👧‍👦".repeat(70),
];

function getSortKey(en: string): string {
  const delegation = { conferenceId: "idm", delegationId: "a".repeat(26), status: "accredited", name: { en } };
  const after = { ...delegation, focalPoints: [], members: [], version: 1 } as unknown as Delegation;
  const [write] = deriveDelegationWrites({ name: "table" } as Table, { delegation: { after } });
  return write?.item.Put?.Item?.["conferenceSort"]?.S ?? "";
}

function expectPageable(en: string): void {
  const position = getSortKey(en);
  expect(position.isWellFormed()).toBe(true);
  // The limit of a sort key in DynamoDB.
  expect(Buffer.byteLength(position)).toBeLessThanOrEqual(1_024);
  const cursor = encodeCursor(position) ?? "";
  expect(pageQuery.parse({ cursor }).cursor).toBe(cursor);
  expect(decodeCursor(cursor)).toBe(position);
}

test.each(hardNames)("stores and pages through the delegation name %s", expectPageable);

test("stores and pages through every delegation name that the contract accepts", () => {
  fc.assert(fc.property(names, expectPageable), { numRuns: 2_000 });
});

test.each(["zzz", "not base64!", "", "_w", Buffer.from("a\u0000b").toString("base64url")])(
  "refuses the cursor %j, which no list has returned",
  (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow("bad-cursor");
  },
);
