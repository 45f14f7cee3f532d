import { languages } from "#shared/model/conference.ts";
import { nationalityCodes } from "./countries.ts";
import { namesByLanguage } from "./country-names.ts";
import { createCountryParser } from "./country-options.rules.ts";
import abbreviations from "./other-names/abbreviations.json" with { type: "json" };
import ar from "./other-names/ar.json" with { type: "json" };
import en from "./other-names/en.json" with { type: "json" };
import es from "./other-names/es.json" with { type: "json" };
import fr from "./other-names/fr.json" with { type: "json" };
import ru from "./other-names/ru.json" with { type: "json" };
import zh from "./other-names/zh.json" with { type: "json" };

/** The names of each language that find a country and are not shown. */
export const otherNamesByLanguage = { en, fr, es, ar, zh, ru };

/**
 * The codes of the countries, areas and travel documents that a text names in any of the six languages, or abbreviates:
 * one code, none, or several for an ambiguous text.
 */
export const findCountryCodes = createCountryParser(
  nationalityCodes,
  abbreviations,
  languages.flatMap((language) => [namesByLanguage[language], otherNamesByLanguage[language]]),
);
