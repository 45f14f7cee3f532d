import { expect, test } from "vitest";
import { matchColumns } from "#shared/imports/headings.ts";
import { parseSheetRow } from "../../functions/import-worker/read-sheet.ts";

const columns = matchColumns("nominations", ["person.familyName", "person.nationality", "country"]);

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
  expect(parseSheetRow(columns, ["Ba", cell, cell])).toEqual({
    body: { person: { familyName: "Ba", nationality: value }, country: value },
    errors: [],
  });
});
