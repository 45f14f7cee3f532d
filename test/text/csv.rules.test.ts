import { expect, test } from "vitest";
import { formatCsvLine } from "#shared/text/csv.rules.ts";

test.each([
  [",", ['say "yes"', -2, "=1+1"], '"say ""yes""",-2,"\'=1+1"'],
  [";", ["a,b", 3.5, "@x"], '"a,b";3.5;"\'@x"'],
] as const)("a line with the separator %s quotes texts and leaves numbers", (separator, cells, line) => {
  expect(formatCsvLine(cells, separator)).toBe(line);
});

test("a formula behind the other separator is text, too, because a reader may open the file with it", () => {
  expect(formatCsvLine(["a;=1+1"], ",")).toBe('"a;\'=1+1"');
  expect(formatCsvLine(["a,=1+1"], ";")).toBe('"a,\'=1+1"');
  expect(formatCsvLine(["a, -5"], ",")).toBe('"a, -5"');
});
