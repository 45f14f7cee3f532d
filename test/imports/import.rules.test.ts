import { expect, test } from "vitest";
import { addRowCounts, emptyRowCounts } from "#shared/imports/import.rules.ts";

test("the counts of an import add up over its parts, and the earlier counts stay as they were", () => {
  const first = addRowCounts(emptyRowCounts, [
    { row: 2, outcome: "seated" },
    { row: 3, outcome: "invalid" },
  ]);
  const both = addRowCounts(first, [{ row: 4, outcome: "seated" }]);
  expect(first).toMatchObject({ seated: 1, invalid: 1, waiting: 0 });
  expect(both).toEqual({ ...emptyRowCounts, seated: 2, invalid: 1 });
  expect(Object.values(emptyRowCounts)).toEqual(Array(9).fill(0));
});
