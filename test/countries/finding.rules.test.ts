import { describe, expect, test } from "vitest";
import { countryCodes, nationalityCodes, stateCodes } from "#shared/countries/countries.ts";
import { getCountryName, namesByLanguage } from "#shared/countries/country-names.ts";
import { createCountryOptions } from "#shared/countries/country-options.rules.ts";
import { findCountryCodes, otherNamesByLanguage } from "#shared/countries/country-search.ts";
import abbreviations from "#shared/countries/other-names/abbreviations.json" with { type: "json" };
import { type Language, languages } from "#shared/model/conference.ts";
import { createNameFinder } from "#shared/text/name-finder.ts";

/** What a picker in a language offers for a text. */
const offer = (language: Language) => {
  const names = (["en", language] as const).flatMap((each) => [otherNamesByLanguage[each], namesByLanguage[each]]);
  const toName = (code: string) => getCountryName(code, language);
  return createNameFinder(createCountryOptions(nationalityCodes, toName, abbreviations, names));
};

const found = (language: Language, text: string) =>
  offer(language)
    .search(text)
    .map(({ value }) => value);

describe("a country is found", () => {
  test.each<readonly [Language, string, string]>([
    ["en", "UK", "GBR"],
    ["en", "u.k.", "GBR"],
    ["en", "Great Britain", "GBR"],
    ["en", "USA", "USA"],
    ["en", "US", "USA"],
    ["en", "UAE", "ARE"],
    ["en", "DRC", "COD"],
    ["en", "DPRK", "PRK"],
    ["en", "ROK", "KOR"],
    ["en", "PRC", "CHN"],
    ["en", "KSA", "SAU"],
    ["en", "RSA", "ZAF"],
    ["en", "CAR", "CAF"],
    ["en", "Lao PDR", "LAO"],
    ["en", "Holy See", "VAT"],
    ["en", "Vatican", "VAT"],
    ["en", "Ivory Coast", "CIV"],
    ["en", "cote d'ivoire", "CIV"],
    ["en", "Côte d’Ivoire", "CIV"],
    ["en", "cote d ivoire", "CIV"],
    ["en", "Russian Federation", "RUS"],
    ["en", "Russia", "RUS"],
    ["en", "Turkey", "TUR"],
    ["en", "turkiye", "TUR"],
    ["en", "Burma", "MMR"],
    ["en", "Swaziland", "SWZ"],
    ["en", "Zaire", "COD"],
    ["en", "Ceylon", "LKA"],
    ["en", "Czech Republic", "CZE"],
    ["en", "Macedonia", "MKD"],
    ["en", "Cape Verde", "CPV"],
    ["en", "The Gambia", "GMB"],
    ["en", "Vietnam", "VNM"],
    ["en", "viet nam", "VNM"],
    ["en", "St. Lucia", "LCA"],
    ["en", "North Korea", "PRK"],
    ["en", "Palestine", "PSE"],
    ["en", "Hong Kong", "HKG"],
    ["en", "che", "CHE"],
    ["en", "ch", "CHE"],
    ["en", "stateless", "XXA"],
    ["en", "interpol", "XPO"],
    ["en", "Niger", "NER"],
    ["en", "Guinea", "GIN"],
    ["en", "Dominica", "DMA"],
    ["en", "India", "IND"],
    ["en", "Samoa", "WSM"],
    ["en", "Ireland", "IRL"],
    ["fr", "RDC", "COD"],
    ["fr", "Royaume-Uni", "GBR"],
    ["fr", "royaume uni", "GBR"],
    ["fr", "Cap-Vert", "CPV"],
    ["fr", "Emirats arabes unis", "ARE"],
    ["fr", "L’Égypte", "EGY"],
    ["fr", "Turquie", "TUR"],
    ["fr", "UK", "GBR"],
    ["es", "Costa de Marfil", "CIV"],
    ["es", "EE. UU.", "USA"],
    ["es", "Turquia", "TUR"],
    ["es", "El Salvador", "SLV"],
    ["es", "salvador", "SLV"],
    ["ar", "روسيا", "RUS"],
    ["ar", "الامارات", "ARE"],
    ["ar", "المملكه المتحده", "GBR"],
    ["ar", "ساحل العاج", "CIV"],
    ["ar", "UK", "GBR"],
    ["ar", "Niger", "NER"],
    ["zh", "英国", "GBR"],
    ["zh", "俄罗斯", "RUS"],
    ["zh", "土耳其", "TUR"],
    ["zh", "USA", "USA"],
    ["ru", "сша", "USA"],
    ["ru", "Великобритания", "GBR"],
    ["ru", "россия", "RUS"],
    ["ru", "КНДР", "PRK"],
    ["ru", "Турция", "TUR"],
  ])("first in %s by “%s”: %s", (language, text, code) => {
    const exact = offer(language).findExact(text);
    expect([found(language, text)[0], exact.map(({ value }) => value)]).toEqual([code, [code]]);
  });

  test.each(languages)("first by its shown name, by the codes and by each other name, in %s", (language) => {
    const finder = offer(language);
    for (const code of countryCodes) {
      expect(finder.search(getCountryName(code, language))[0]?.value, code).toBe(code);
      expect(finder.findExact(code).map(({ value }) => value)).toEqual([code]);
      const [alpha2 = ""] = (abbreviations[code as keyof typeof abbreviations] ?? "").split("; ");
      expect(alpha2, code).toMatch(/^[A-Z]{2}$/);
      expect(finder.findExact(alpha2).map(({ value }) => value)).toEqual([code]);
    }
  });

  test("by the beginning of a word, after those that begin with it, and inside a word last", () => {
    expect(found("en", "guinea")).toEqual(["GIN", "GNB", "GNQ", "PNG"]);
    expect(found("en", "niger")).toEqual(["NER", "NGA"]);
    expect(found("en", "UK").slice(0, 2)).toEqual(["GBR", "UKR"]);
    expect(found("en", "stan")).toEqual(["AFG", "KAZ", "KGZ", "PAK", "TJK", "TKM", "UZB", "BGD", "SHN"]);
    expect(found("zh", "鲜")).toContain("PRK");
  });

  test("by nothing that only signs or no one's name is; an empty text finds all", () => {
    expect([found("en", "Wakanda"), found("en", "?!"), offer("en").findExact(""), offer("en").findExact("-")]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(found("en", "  ")).toHaveLength(nationalityCodes.size);
  });
});

describe("the value of a cell", () => {
  test.each([
    ["Kenya", ["KEN"]],
    ["Allemagne", ["DEU"]],
    ["Alemania", ["DEU"]],
    ["ألمانيا", ["DEU"]],
    ["德国", ["DEU"]],
    ["Германия", ["DEU"]],
    ["de", ["DEU"]],
    ["UK", ["GBR"]],
    ["Ukra", []],
    ["", []],
  ])("“%s” names %j, whole texts only", (text, codes) => expect(findCountryCodes(text)).toEqual(codes));

  test("a name that two countries share is ambiguous", () => {
    const finder = createNameFinder([
      { value: "AAA", label: "Brazzaville", otherNames: ["Congo"] },
      { value: "AAB", label: "Zaire", otherNames: ["Congo"] },
    ]);
    expect(finder.findExact("congo").map(({ value }) => value)).toEqual(["AAA", "AAB"]);
  });

  test("an option may have one name only", () => {
    const finder = createNameFinder([{ value: "a", label: "A+ Network" }]);
    expect(finder.findExact("a+ network").map(({ value }) => value)).toEqual(["a"]);
    expect(finder.search("net").map(({ value }) => value)).toEqual(["a"]);
  });

  test.each(languages)(
    "each name in %s that is shown names one country, and each other name of a State",
    (language) => {
      const names = Object.entries(namesByLanguage[language]);
      expect(names.filter(([code, name]) => findCountryCodes(name).join() !== code)).toEqual([]);
      const others = stateCodes.flatMap((code) =>
        ((otherNamesByLanguage[language] as Readonly<Record<string, string>>)[code] ?? "")
          .split("; ")
          .filter(Boolean)
          .map((name) => [code, name] as const),
      );
      expect(others.filter(([code, name]) => findCountryCodes(name).join() !== code)).toEqual([]);
    },
  );
});

test("a text longer than any name finds nothing, and is not compared", () => {
  expect(findCountryCodes(`${" ".repeat(1_000)}France`)).toEqual([]);
  expect(offer("en").search(`France${" ".repeat(1_000)}`)[0]?.value).toBe("FRA");
});
