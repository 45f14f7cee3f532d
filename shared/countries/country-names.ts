import { countries } from "#shared/i18n/catalogue.ts";
import { type Conference, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import { findOwnCountry } from "./represented-countries.rules.ts";

/**
 * The names of countries, areas and travel documents in the six languages of the United Nations. They are the short names
 * of the Statistics Division (M49, from github.com/datasets/country-codes, ODC Public Domain Dedication, 15 May 2026), and
 * have no article, because lists are sorted by them. docs/countries.md lists the corrections. Those of travel documents
 * follow ICAO Doc 9303.
 */
export const namesByLanguage: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: countries.en.country,
  fr: countries.fr.country,
  es: countries.es.country,
  ar: countries.ar.country,
  zh: countries.zh.country,
  ru: countries.ru.country,
};

/** The name of a country, an area or a travel document; a code without a name is its own name. */
export const getCountryName = (code: string, language: Language): string => namesByLanguage[language][code] ?? code;

/** The name of what a person represents: the conference's own name for it, or its name at the United Nations. */
export function getRepresentedName(
  conference: Pick<Conference, "countries">,
  code: string,
  language: Language,
): string {
  const own = findOwnCountry(conference, code)?.name;
  return own ? getTextInLanguage(own, language) : getCountryName(code, language);
}
