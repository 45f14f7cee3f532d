import { describe, expect, test } from "vitest";
import { listSheetColumns } from "#shared/imports/contract.ts";
import { formatHeading, matchColumns } from "#shared/imports/headings.ts";
import otherHeadings from "#shared/imports/other-headings.json" with { type: "json" };
import { languages } from "#shared/model/conference.ts";

const match = (headings: readonly string[], columns: Record<string, string | null> = {}) =>
  matchColumns("registrations", headings, { columns });
const listPaths = (headings: readonly string[], columns = {}) =>
  match(headings, columns).headings.map(({ path }) => path);

const person = ["person.familyName", "person.givenName", "person.email", "country", "language", "category"];

test.each([
  ["fr", ["Nom", "Prénom", "Courriel", "Pays", "Langue", "Catégorie"]],
  ["en", ["Surname", "First name", "E-mail", "Country", "Preferred language", "Participant category"]],
  ["es", ["Apellido", "Nombres", "Correo electrónico", "País", "Idioma", "Categoría"]],
  ["ar", ["اسم العائلة", "الاسم الشخصي", "البريد الإلكتروني", "البلد", "اللغة", "الفئة"]],
  ["zh", ["姓氏", "名字", "邮箱", "国家", "语言", "类别"]],
  ["ru", ["Фамилия", "Имя", "Эл. почта", "Страна", "Язык", "Категория"]],
  ["capitals, stars and remarks", ["NOM *", "PRENOM", "courriel (obligatoire)", "  pays ", "langue_", "categorie"]],
  ["technical names", person],
])("the headings of a sheet in %s are matched", (_, headings) => {
  expect(listPaths(headings)).toEqual(person);
  expect(match(headings).errors).toEqual([]);
});

describe.each(["registrations", "nominations"] as const)("the heading of each column of %s", (what) => {
  test.each(languages)("is matched in %s", (language) => {
    const columns = listSheetColumns(what);
    const headings = columns.map((column) => formatHeading(column, language));
    expect(matchColumns(what, headings).headings.map(({ path }) => path)).toEqual(columns.map(({ path }) => path));
  });
});

test("each other heading leads to the one field that lists it", () => {
  for (const [path, names] of Object.entries(otherHeadings)) {
    const found = names.split("; ").map((name) => [name, match([name]).headings[0]?.path]);
    expect(found).toEqual(names.split("; ").map((name) => [name, path]));
  }
});

test("an unknown, a repeated and a missing heading are named", () => {
  expect(match(["Category", "Catégorie", "Shoe size", "", "Shoe size"]).errors).toEqual([
    { row: 1, column: "Catégorie", path: "category", rule: "duplicateColumn" },
    { row: 1, column: "Shoe size", path: "", rule: "unknownColumn" },
    { row: 1, column: "Shoe size (2)", path: "", rule: "unknownColumn" },
    { row: 1, path: "person.email", rule: "missingColumn" },
  ]);
  expect(match(["Amina", "Diallo"]).errors).toEqual([{ row: 1, path: "", rule: "noHeadings" }]);
});

test("prefers the officer's mapping of a heading to its name", () => {
  const mapped = { "Shoe size": null, "Second name": "person.familyName", Name: "person.nameOnBadge" };
  const { columns, errors } = match(["Email", "Shoe size", "Second name", "Name"], mapped);
  expect(errors).toEqual([]);
  expect(columns.map((column) => (typeof column === "object" ? column.path : column))).toEqual([
    "person.email",
    "left-out",
    "person.familyName",
    "person.nameOnBadge",
  ]);
  expect(listPaths(["Nom", "Other"], { Other: "person.familyName" })).toEqual([undefined, "person.familyName"]);
});
