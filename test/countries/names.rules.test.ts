import { describe, expect, test } from "vitest";
import {
  countryCodes,
  isParticipantCode,
  nationalityCodes,
  participantCodes,
  stateCodes,
  travelDocumentCodes,
} from "#shared/countries/countries.ts";
import { getCountryName, namesByLanguage } from "#shared/countries/country-names.ts";
import { languages } from "#shared/model/conference.ts";
import { findForbiddenNames } from "../support/forbidden-names.ts";

test("there are 193 Member States, two observer States and 249 countries and areas", () => {
  expect(stateCodes).toHaveLength(195);
  expect(countryCodes.size).toBe(249);
  expect(stateCodes.filter((code) => !countryCodes.has(code))).toEqual([]);
  expect(["PSE", "VAT", "PRK", "CHE"].filter((code) => !stateCodes.includes(code))).toEqual([]);
  expect(["TWN", "HKG", "PRI", "ESH", "COK", "XXA"].filter((code) => stateCodes.includes(code))).toEqual([]);
});

test("a nationality can be the lack of one, or a travel document that no country issues", () => {
  for (const code of ["XXA", "XXB", "XXC", "XXX", "UNO", "UNA", "XOM", "XPO", "GBN", "EUE"])
    expect(nationalityCodes.has(code), code).toBe(true);
  expect(["UTO", "D", "ZZZ", "YUG"].filter((code) => nationalityCodes.has(code))).toEqual([]);
  expect(nationalityCodes.size).toBe(249 + travelDocumentCodes.length);
});

test("a country, an area, an organization and a code of a conference's own can be represented; a person's status can't", () => {
  expect(["CHE", "HKG", "EUE", "XPO", "AAA"].filter((code) => !isParticipantCode(code))).toEqual([]);
  expect(["XXA", "XXX", "GBN", "UNK", "che", "CHEE", ""].filter(isParticipantCode)).toEqual([]);
  expect([...participantCodes].filter((code) => !isParticipantCode(code))).toEqual([]);
});

describe.each(languages)("the names in %s", (language) => {
  test("are there for every country, area and travel document, each once, and for nothing else", () => {
    expect(Object.keys(namesByLanguage[language]).toSorted()).toEqual([...nationalityCodes].toSorted());
    const names = [...nationalityCodes].map((code) => getCountryName(code, language));
    expect(names.filter((name) => name.trim() === "" || /^[A-Z]{3}$|[;|{}<>_]/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(nationalityCodes.size);
  });

  test("are none that the United Nations do not use", () => {
    const shown = Object.values(namesByLanguage[language]);
    expect(shown.filter((name) => findForbiddenNames(name, language).length > 0)).toEqual([]);
  });
});

test.each([
  ["GBR", "en", "United Kingdom of Great Britain and Northern Ireland"],
  ["PRK", "en", "Democratic People’s Republic of Korea"],
  ["KOR", "fr", "République de Corée"],
  ["RUS", "es", "Federación de Rusia"],
  ["VAT", "ar", "الكرسي الرسولي"],
  ["PSE", "ru", "Государство Палестина"],
  ["TUR", "fr", "Türkiye"],
  ["NLD", "en", "Netherlands (Kingdom of the)"],
  ["TWN", "zh", "中国台湾省"],
  ["CPV", "es", "Cabo Verde"],
  ["XXA", "fr", "Apatride"],
] as const)("%s is called in %s: %s", (code, language, name) => {
  expect(getCountryName(code, language)).toBe(name);
});

test("a code without a name is shown itself", () => expect(getCountryName("QQQ", "en")).toBe("QQQ"));
