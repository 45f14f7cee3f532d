import type { Language } from "#shared/domain/conference.ts";
import { records as ar } from "./ar/index.ts";
import type { Records } from "./catalogue.ts";
import { records as en } from "./en/index.ts";
import { records as es } from "./es/index.ts";
import { records as fr } from "./fr/index.ts";
import { records as ru } from "./ru/index.ts";
import { speaker } from "./speaker.ts";
import { records as zh } from "./zh/index.ts";

const catalogues: Readonly<Record<Language, Records>> = { en, fr, es, ar, zh, ru };

/** The sentences of statistics and of lists of participants. */
export const { message, messageParts, hasMessage } = speaker(catalogues);
