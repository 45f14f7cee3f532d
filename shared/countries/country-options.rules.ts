import { createNameFinder, type NamedOption } from "#shared/text/name-finder.ts";

/** The names of one language that find a country and are not shown: common and former ones, separated by `; `. */
export type OtherNames = Readonly<Record<string, string>>;

const splitNames = (names: string | undefined): readonly string[] => names?.split("; ") ?? [];

/**
 * The options of a picker of countries.
 * @param codes ISO 3166-1 alpha-3 or ICAO Doc 9303
 * @param abbreviations the alpha-2 code and usual abbreviations, by code
 * @param names the names that also find a country, by code: the shown names of other languages, and other names
 */
export const createCountryOptions = (
  codes: Iterable<string>,
  getLabel: (code: string) => string,
  abbreviations: OtherNames,
  names: readonly OtherNames[],
): NamedOption[] =>
  [...codes].map((value) => ({
    value,
    label: getLabel(value),
    otherNames: names.flatMap((each) => splitNames(each[value])),
    codes: [value, ...splitNames(abbreviations[value])],
  }));

/**
 * Creates a function that finds the codes of what a text names in any of the languages: one code, none, or several for an
 * ambiguous text.
 */
export function createCountryParser(
  codes: Iterable<string>,
  abbreviations: OtherNames,
  names: readonly OtherNames[],
): (text: string) => readonly string[] {
  const finder = createNameFinder(createCountryOptions(codes, (code) => code, abbreviations, names));
  return (text) => finder.findExact(text).map(({ value }) => value);
}
