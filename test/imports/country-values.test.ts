import { expect, test } from "vitest";
import { createCellReaders } from "#shared/imports/cell-readers.ts";
import { matchColumns } from "#shared/imports/headings.ts";
import { parseSheetRow, type SheetFormat } from "../../functions/import-worker/read-sheet.ts";

const { columns } = matchColumns("nominations", ["person.familyName", "person.nationality", "country"]);
const format: SheetFormat = {
  columns,
  absentColumns: [],
  getReader: createCellReaders({ categories: [], sessions: [] }),
  values: {},
  addUnmatched: () => undefined,
};

test.each([
  ["Kenya", "KEN"],
  ["UK", "GBR"],
  ["Costa de Marfil", "CIV"],
  ["Российская Федерация", "RUS"],
  ["سويسرا", "CHE"],
  ["che", "CHE"],
  ["Stateless", "XXA"],
  // The rules of the form refuse these at their cells.
  ["Atlantis", "Atlantis"],
  ["Kor", "KOR"],
  ["Kore", "Kore"],
])("a sheet's country “%s” is read as %s", (cell, value) => {
  expect(parseSheetRow(format, ["Ba", cell, cell])).toEqual({
    body: { person: { familyName: "Ba", nationality: value }, country: value },
    errors: [],
  });
});
