import { nationalityCodes } from "#shared/countries/countries.ts";
import { createCountryParser, type OtherNames } from "#shared/countries/country-options.rules.ts";
import { type Language, languages } from "#shared/model/conference.ts";

type NamesModule = Promise<{ readonly default: OtherNames }>;
type CountriesModule = Promise<{ readonly default: { readonly country: OtherNames } }>;

/** The shown and the other names of each language, as chunks of their own. */
const loaders: Readonly<Record<Language, () => readonly [NamesModule, CountriesModule]>> = {
  en: () => [import("#shared/countries/other-names/en.json"), import("#locales/en/countries.json")],
  fr: () => [import("#shared/countries/other-names/fr.json"), import("#locales/fr/countries.json")],
  es: () => [import("#shared/countries/other-names/es.json"), import("#locales/es/countries.json")],
  ar: () => [import("#shared/countries/other-names/ar.json"), import("#locales/ar/countries.json")],
  zh: () => [import("#shared/countries/other-names/zh.json"), import("#locales/zh/countries.json")],
  ru: () => [import("#shared/countries/other-names/ru.json"), import("#locales/ru/countries.json")],
};

async function loadNames(language: Language): Promise<readonly OtherNames[]> {
  const [others, countries] = await Promise.all(loaders[language]());
  return [others.default, countries.default.country];
}

/**
 * Loads the abbreviations and the names of some languages by which a country is found.
 * @throws Error without a network
 */
export async function loadCountrySearch(languages: readonly Language[]) {
  const [{ default: abbreviations }, ...names] = await Promise.all([
    import("#shared/countries/other-names/abbreviations.json"),
    ...languages.map(loadNames),
  ]);
  return { abbreviations: abbreviations as OtherNames, names: names.flat() };
}

/**
 * Loads a function that returns the code of a typed nationality, or the text itself.
 * @throws Error without a network
 */
export async function loadNationalityParser(): Promise<(text: string) => string> {
  const { abbreviations, names } = await loadCountrySearch(languages);
  const parse = createCountryParser(nationalityCodes, abbreviations, names);
  return (text) => {
    const codes = parse(text);
    return codes.length === 1 && codes[0] ? codes[0] : text;
  };
}
