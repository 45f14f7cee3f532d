import type { Language } from "#shared/domain/conference.ts";
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
