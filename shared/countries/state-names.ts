import { getTextInLanguage, type Language, type LocalizedText } from "#shared/model/conference.ts";
import names from "./state-names.json" with { type: "json" };

/**
 * The short names of the 193 Member States of the United Nations and the two observer States, in the six languages, from
 * the terminology database of the United Nations (UNTERM; github.com/datasets/country-codes, unterm_names.csv, 2021),
 * with the names that Türkiye and the Kingdom of the Netherlands adopted since then (M49, 2024). They have no article,
 * because lists are sorted by them. A name that equals the English one is left out.
 */
const stateNames: Readonly<Record<string, LocalizedText>> = names;

/** The ISO 3166-1 alpha-3 codes of these States. */
export const stateCodes: readonly string[] = Object.keys(stateNames);

/** The short name of a State by its alpha-3 code; the code itself if it is not the code of a State. */
export function getStateName(code: string, language: Language): string {
  const name = stateNames[code];
  return name ? getTextInLanguage(name, language) : code;
}
