import { expect, test } from "vitest";
import {
  addRowCounts,
  countCompletedParts,
  countMade,
  emptyRowCounts,
  getImportStep,
  getImportVersion,
  hasRemark,
  type ImportRequest,
  mergeCorrections,
} from "#shared/imports/import.rules.ts";
import type { Job } from "#shared/model/job.ts";

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

test("corrections are added to earlier ones, and taken back with null", () => {
  const before = { 2: { Nom: "Ba", Pays: "Sénégal" }, 3: { Nom: "Sow" } };
  const changes = { 2: { Pays: "Mali" }, 3: { Nom: null }, 4: { Nom: "Fall" } };
  expect(mergeCorrections(before, changes)).toEqual({ 2: { Nom: "Ba", Pays: "Mali" }, 4: { Nom: "Fall" } });
});

test.each([
  [false, { outcome: "seated" }],
  [true, { outcome: "withdrawn" }],
  [true, { outcome: "seated", errorCode: "delegation-unconfirmed" }],
  [true, { outcome: "invalid", cellErrors: [] }],
  [true, { outcome: "left-out", cellErrors: [] }],
] as const)("whether a row has a remark is %s for %j", (expected, row) => {
  expect(hasRemark(row)).toBe(expected);
});

test.each([
  [undefined, { status: { state: "done", result: {} } }],
  [0, { status: { state: "running" } }],
  [3, { status: { state: "running" }, cursor: { part: 3 } }],
  [undefined, { kind: "badge", status: { state: "running" } }],
  [undefined, { status: { state: "running" }, request: { undo: {} } }],
  [2, { status: { state: "running" }, request: { undo: { parts: 2 } } }],
  [3, { status: { state: "done", result: {} }, request: { undo: { parts: 2 } } }],
])("%s parts of a job are of its last run, for %j", (expected, more) => {
  expect(countCompletedParts({ kind: "import", request: {}, ...more } as unknown as Job)).toBe(expected);
});

test("an import has made the registrations of its seated, waiting, registered and reopened rows", () => {
  expect(countMade({ seated: 3, waiting: 2, registered: 1, reopened: 1, invalid: 9, kept: 4 })).toBe(7);
  expect(countMade({ invalid: 9, until: "2026-12-01" })).toBe(0);
});
