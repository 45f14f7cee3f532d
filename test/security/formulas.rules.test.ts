import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listSheetColumns } from "#shared/imports/contract.ts";
import { matchColumns } from "#shared/imports/headings.ts";
import type { Question } from "#shared/model/question.ts";
import { defuseFormulas, startsLikeFormula } from "#shared/text/formula.rules.ts";
import { createCsvTemplate } from "../../functions/import/import-template.ts";

/** What spreadsheets take for the beginning of a formula, after white space and quotes. */
const calculated = /^[\s"]*[=+\-@＝＋－＠﹢﹣﹦]/u;

/** The cells of a line in a file that is opened with another separator than the comma. */
const splitLine = (cells: readonly string[], separator: string) =>
  cells
    .map((cell) => `"${defuseFormulas(cell).replaceAll('"', '""')}"`)
    .join(",")
    .split(separator);

const payloads = ["=cmd|'/C calc'!A0", "+1", "-1+1", "@SUM(1)", "＝1", "＋1", "－1", "＠x", "﹢1", "﹣1", "﹦1"];
const prefixes = [
  "",
  " ",
  "\u00a0",
  "\u3000",
  "'",
  '"',
  '""',
  "a;",
  "a; ",
  'a;"',
  "a|",
  "a\t",
  "a\r",
  "a\n",
  "a;;",
  "\t",
  "\n",
  ";\t",
  "\r\n ",
];

describe("a cell of a CSV file", () => {
  const texts = prefixes.flatMap((prefix) => payloads.map((payload) => prefix + payload));

  test.each(texts)("is not calculated with any separator: %j", (text) => {
    for (const separator of [";", "\t", "|", "\r", "\n"])
      for (const part of splitLine(["Name", text, "x"], separator).slice(1)) expect(part).not.toMatch(calculated);
    expect(defuseFormulas(text)).not.toMatch(calculated);
  });

  test("is not calculated if it begins with a character whose compatibility form begins a formula", () => {
    const characters = Array.from({ length: 0x1_10_00 }, (_, index) => String.fromCodePoint(index)).filter((each) =>
      /^[=+\-@]/.test(each.normalize("NFKC")),
    );
    expect(characters.length).toBeGreaterThan(15);
    expect(characters.filter((each) => !startsLikeFormula(`${each}1`))).toEqual([]);
  });

  test("never becomes the same as another one", () => {
    const text = fc.string({ unit: fc.constantFrom("=", "'", ";", " ", '"', "a", "-") });
    fc.assert(
      fc.property(text, text, (one, other) => {
        fc.pre(one !== other);
        expect(defuseFormulas(one)).not.toBe(defuseFormulas(other));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(["Jean-Paul", "Food + Health", "d’Arc; Jeanne", "a@example.org", "Bonn, Germany", "1 - 2", "O'Neil", ""])(
    "stays as it is without a formula: %j",
    (text) => {
      expect(defuseFormulas(text)).toBe(text);
      expect(startsLikeFormula(text)).toBe(false);
    },
  );
});

test("the label of a question is no formula in the template for imports, and its heading is still recognized", () => {
  const label = '=HYPERLINK("https://attacker.example")';
  const question: Question = { key: "link", type: "text", label: { en: label } };
  const template = createCsvTemplate(listSheetColumns("registrations", [question]), "en");
  const [line = ""] = new TextDecoder().decode(template).split("\r\n");
  expect(line).toContain(`"'${label.replaceAll('"', '""')}"`);
  const { columns } = matchColumns("registrations", [`'${label}`], undefined, [question]);
  expect(columns).toMatchObject([{ path: "answers.link" }]);
});
