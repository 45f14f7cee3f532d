import { describe, expect, test } from "vitest";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { createCellReaders } from "#shared/imports/cell-readers.ts";
import { listSheetColumns } from "#shared/imports/contract.ts";
import { languages } from "#shared/model/conference.ts";
import { builtInRoles, genders } from "#shared/model/registration.ts";
import { aConference } from "../support/builders.ts";

const conference = aConference({
  countries: [
    { code: "SEN" },
    { code: "KOR" },
    { code: "QUN", name: { en: "African Union Commission", fr: "Commission de l’Union africaine" } },
  ],
  sessions: [
    {
      sessionId: "opening",
      title: { en: "Opening, plenary", fr: "Ouverture" },
      startsAt: "2027-10-26T08:00:00Z",
      endsAt: "2027-10-26T10:00:00Z",
    },
    {
      sessionId: "cities",
      title: { en: "Cities and migrants" },
      startsAt: "2027-10-26T10:00:00Z",
      endsAt: "2027-10-26T12:00:00Z",
    },
  ],
});
const getReader = createCellReaders(conference);
const columns = new Map(listSheetColumns("registrations").map((column) => [column.path, column]));

const read = (path: string, cell: string) => {
  const column = columns.get(path);
  if (!column) throw new Error(`no column ${path}`);
  return getReader(column)(cell);
};

const unmatched = (path: string, cell: string) => read(path, cell).isUnmatched === true;

describe("a language is read by its name in each language", () => {
  test.each([
    ["en", ["en", "English", "Anglais", "inglés", "الإنجليزية", "الانجليزية", "英语", "英文", "английский", "ANGLAIS"]],
    ["fr", ["French", "français", "Francais", "francés", "الفرنسية", "法语", "法文", "французский"]],
    ["es", ["Spanish", "Espagnol", "español", "castellano", "الإسبانية", "西班牙语", "испанский"]],
    ["ar", ["Arabic", "arabe", "árabe", "العربية", "阿拉伯语", "арабский"]],
    ["zh", ["Chinese", "chinois", "chino", "الصينية", "中文", "китайский"]],
    ["ru", ["Russian", "russe", "ruso", "الروسية", "俄语", "русский"]],
  ])("%s", (language, names) => {
    for (const name of names) expect([name, read("language", name)]).toEqual([name, { value: language }]);
  });
});

describe("a category is read by", () => {
  test.each(["member-state", "Member States", "member states", "États membres", "etats membres"])("“%s”", (cell) => {
    expect(read("category", cell)).toEqual({ value: "member-state" });
  });
});

test.each(languages)("roles, genders, yes and no are read in %s", (language) => {
  for (const role of builtInRoles)
    expect(read("role", sheetMessages.translate(language, `role.${role}`))).toEqual({ value: role });
  for (const gender of genders)
    expect(read("person.gender", sheetMessages.translate(language, `gender.${gender}`))).toEqual({ value: gender });
  expect(read("consent.photo", sheetMessages.translate(language, "sheet.yes"))).toEqual({ value: true });
  expect(read("consent.photo", sheetMessages.translate(language, "sheet.no").toUpperCase())).toEqual({ value: false });
});

test.each([
  ["role", "Déléguée", "delegate"],
  ["role", "Jefa de delegación", "head-of-delegation"],
  ["role", "Modératrice", "moderator"],
  ["role", "Cheffe de délégation", "head-of-delegation"],
  ["person.gender", "F", "female"],
  ["person.gender", "Féminin", "female"],
  ["person.gender", "H", "male"],
  ["person.gender", "Ж", "female"],
  ["nameOrder", "Nom de famille en premier", "family-first"],
  ["consent.photo", "VRAI", true],
  ["consent.photo", "ЛОЖЬ", false],
  ["person.nationality", "Côte d’Ivoire", "CIV"],
  ["person.nationality", "Costa de Marfil", "CIV"],
  ["person.nationality", "Ivory Coast", "CIV"],
  ["person.nationality", "Кения", "KEN"],
  ["person.nationality", "كينيا", "KEN"],
  ["person.nationality", "肯尼亚", "KEN"],
  ["country", "Commission de l'Union africaine", "QUN"],
  ["country", "Sénégal", "SEN"],
  ["person.birthDate", "31.12.1980", "1980-12-31"],
  ["person.birthDate", "12/31/1980", "1980-12-31"],
  ["organization", "Ministry of Cities", "Ministry of Cities"],
])("at %s, “%s” is %j", (path, cell, value) => {
  expect(read(path, cell)).toEqual({ value });
});

test.each([
  ["Opening, plenary", ["opening"]],
  ["opening cities", ["opening", "cities"]],
  ["Ouverture; Cities and migrants", ["opening", "cities"]],
])("sessions are read by title and by identifier: “%s”", (cell, value) => {
  expect(read("sessions", cell)).toEqual({ value });
});

test("a value that is none, or that may be two, is left to the officer", () => {
  expect(unmatched("category", "Visitors")).toBe(true);
  expect(unmatched("category", "academia")).toBe(true);
  expect(unmatched("role", "king")).toBe(true);
  expect(unmatched("person.gender", "M")).toBe(true);
  expect(unmatched("language", "de")).toBe(true);
  expect(unmatched("person.nationality", "Atlantis")).toBe(true);
  expect(unmatched("sessions", "opening nowhere")).toBe(true);
  expect(unmatched("person.birthDate", "1981-02-29")).toBe(true);
  expect(read("person.birthDate", "03/04/1980")).toMatchObject({ isUnmatched: true, rule: "ambiguousDate" });
  expect(read("consent.photo", "perhaps")).toMatchObject({ isUnmatched: true, rule: "notYesOrNo" });
});
