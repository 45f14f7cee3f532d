import { findOwnCountry } from "#shared/countries/represented-countries.rules.ts";
import { type Conference, getTextInLanguage, type Language } from "#shared/model/conference.ts";

/** The reader of a page, whose messages contain the names of countries in one language. */
export interface CountryReader {
  readonly language: Language;
  readonly find: (key: string) => string | undefined;
}

/** The name of a country, an area or a travel document; a code without a name is its own name. */
export const getCountryName = (code: string, { find }: CountryReader): string => find(`country.${code}`) ?? code;

/** The countries that can be represented, as the API returns them with a conference. */
export interface ConferenceCountries {
  readonly countries?: unknown;
}

/** The name of what a person represents: the conference's own name for it, or its name at the United Nations. */
export function getRepresentedName(conference: ConferenceCountries, code: string, reader: CountryReader): string {
  const own = findOwnCountry(conference as Pick<Conference, "countries">, code)?.name;
  return own ? getTextInLanguage(own, reader.language) : getCountryName(code, reader);
}
