import { expect, test } from "vitest";
import {
  addRowCounts,
  emptyRowCounts,
  getImportStep,
  getImportVersion,
  type ImportRequest,
} from "#shared/imports/import.rules.ts";

test("the counts of an import add up over its parts, and the earlier counts stay as they were", () => {
  const first = addRowCounts(emptyRowCounts, [
    { row: 2, outcome: "seated" },
    { row: 3, outcome: "invalid" },
  ]);
  const both = addRowCounts(first, [{ row: 4, outcome: "seated" }]);
  expect(first).toMatchObject({ seated: 1, invalid: 1, waiting: 0 });
  expect(both).toEqual({ ...emptyRowCounts, seated: 2, invalid: 1 });
  expect(new Set(Object.values(emptyRowCounts))).toEqual(new Set([0]));
});

test.each([
  ["uploaded", "running", 0, {}],
  ["mapped", "running", 5, {}],
  ["checked", "done", 5, {}],
  ["checked", "running", 0, { dryRun: false, isChecked: true }],
  ["imported", "done", 5, { dryRun: false, isChecked: true }],
  ["imported", "done", 5, { dryRun: false }],
] as const)("an import is %s when its job is %s with %s rows and %j", (step, state, total, more) => {
  const request = { dryRun: true, ...more } as ImportRequest;
  const status = state === "done" ? { state, result: {} } : { state };
  expect(getImportStep({ status, request, total })).toBe(step);
});

test("the choices of the upload are the first version of an import", () => {
  expect([getImportVersion({}), getImportVersion({ version: 3 })]).toEqual([1, 3]);
});
