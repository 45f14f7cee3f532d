import { type Language, languages } from "#shared/domain/conference.ts";
import { answers as ar } from "./ar/index.ts";
import type { Answers, KeyOf } from "./catalogue.ts";
import { answers as en } from "./en/index.ts";
import { answers as es } from "./es/index.ts";
import { answers as fr } from "./fr/index.ts";
import { answers as ru } from "./ru/index.ts";
import { speaker, type Values } from "./speaker.ts";
import { answers as zh } from "./zh/index.ts";

const catalogues: Readonly<Record<Language, Answers>> = { en, fr, es, ar, zh, ru };

const answers = speaker(catalogues);

/**
 * A sentence of the API in the reader's language. A rule of the contract is known by its name alone, so `tsc` can't tell
 * whether it has words; a test does.
 * @throws Error for a key that the catalogue doesn't have, and for a value that is missing
 */
export const message = (language: Language, key: KeyOf<Answers> | `fault.${string}`, values?: Values): string =>
  answers.message(language, key as KeyOf<Answers>, values);

/** The language a reader asks for in `Accept-Language`: the first of ours in the order of their weights, else English. */
export function preferredLanguage(header: string | undefined): Language {
  const asked = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
    return { language: tag.split("-")[0] ?? "", weight: Number(weight ?? 1) };
  });
  const ours = asked.filter(({ language, weight }) => weight > 0 && languages.some((each) => each === language));
  return (ours.toSorted((a, b) => b.weight - a.weight)[0]?.language as Language | undefined) ?? "en";
}
