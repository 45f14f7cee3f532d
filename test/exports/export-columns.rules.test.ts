import { describe, expect, test } from "vitest";
import {
  defaultExportColumns,
  exportPresets,
  findExportColumn,
  findQuestionKey,
  isExportPath,
} from "#shared/exports/export-columns.rules.ts";
import { toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";

describe("the columns of an export", () => {
  test("are by default those that need no reason", () => {
    expect(defaultExportColumns).toContain("displayName");
    expect(defaultExportColumns.filter((path) => findExportColumn(path)?.isSensitive)).toEqual([]);
    expect(defaultExportColumns).not.toContain("needs.diet");
  });

  test.each([
    ["person.birthDate", true],
    ["answers.meal", true],
    ["answers.", false],
    ["toString", false],
    ["person.passportNumber", false],
  ])("may have %s: %s", (path, isPath) => {
    expect(isExportPath(path)).toBe(isPath);
  });

  test("name a question by its key", () => {
    expect(findQuestionKey(toAnswerColumn("meal"))).toBe("meal");
    expect(findQuestionKey("category")).toBeUndefined();
    expect(findExportColumn("answers.meal")).toBeUndefined();
  });

  test("of each preset exist, once each", () => {
    for (const columns of Object.values(exportPresets)) {
      expect(columns.filter((path) => !isExportPath(path))).toEqual([]);
      expect(new Set<string>(columns).size).toBe(columns.length);
    }
  });
});
