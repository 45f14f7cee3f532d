import type { Language } from "#shared/domain/conference.ts";
import { badges as ar } from "./ar/index.ts";
import type { Badges } from "./catalogue.ts";
import { badges as en } from "./en/index.ts";
import { badges as es } from "./es/index.ts";
import { badges as fr } from "./fr/index.ts";
import { badges as ru } from "./ru/index.ts";
import { speaker } from "./speaker.ts";
import { badges as zh } from "./zh/index.ts";

const catalogues: Readonly<Record<Language, Badges>> = { en, fr, es, ar, zh, ru };

/** The words of badges. */
export const { message } = speaker(catalogues);
