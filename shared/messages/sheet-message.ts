import type { Language } from "#shared/domain/conference.ts";
import { sheets as ar } from "./ar/index.ts";
import type { Sheets } from "./catalogue.ts";
import { sheets as en } from "./en/index.ts";
import { sheets as es } from "./es/index.ts";
import { sheets as fr } from "./fr/index.ts";
import { sheets as ru } from "./ru/index.ts";
import { speaker } from "./speaker.ts";
import { sheets as zh } from "./zh/index.ts";

const catalogues: Readonly<Record<Language, Sheets>> = { en, fr, es, ar, zh, ru };

/** The words of sheets. */
export const { message } = speaker(catalogues);
