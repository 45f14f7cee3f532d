import { expect, test } from "vitest";
import { findCsvDelimiter } from "../../functions/document-inspect/inspect/csv-delimiter.rules.ts";

const find = (text: string) => findCsvDelimiter(text).delimiter;

test.each([",", ";", "\t", "|"])("the delimiter %j is found, also in quoted cells of the others", (delimiter) => {
  const rows = [
    ["Nom", "Courriel", "Pays"],
    ["Diallo", "a@example.org", '"a,b;c\td|e"'],
    ["", "", ""],
  ];
  expect(find(rows.map((cells) => cells.join(delimiter)).join("\r\n"))).toBe(delimiter);
});

test.each([
  ["Nom, prénom;Courriel\nDiallo, Awa;a@example.org\n", ";"],
  ["Name;Remarks\nDiallo;one, two, three\nSow;one, two, three, four\n", ";"],
  ["Name,Sessions\nDiallo,opening;closing\nSow,opening\n", ","],
  ["a|b|c,d\n", "|"],
])("in %j, the delimiter that divides the lines like the headings is found", (text, delimiter) => {
  expect(find(text)).toBe(delimiter);
});

test.each(["", "Name\nDiallo\n", "\n\n"])("%j, without a delimiter, counts as separated by commas", (text) => {
  expect(findCsvDelimiter(text)).toEqual({ delimiter: ",", declarationLength: 0 });
});

test("uses a declared delimiter, and skips its line", () => {
  expect(findCsvDelimiter("sep=|\r\na;b;c|d\r\n")).toEqual({ delimiter: "|", declarationLength: 7 });
  expect(findCsvDelimiter("sep=;\na,b,c;d\n")).toEqual({ delimiter: ";", declarationLength: 6 });
});
