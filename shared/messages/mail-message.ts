import type { Language } from "#shared/domain/conference.ts";
import { mails as ar } from "./ar/index.ts";
import type { Mails } from "./catalogue.ts";
import { mails as en } from "./en/index.ts";
import { mails as es } from "./es/index.ts";
import { mails as fr } from "./fr/index.ts";
import { mails as ru } from "./ru/index.ts";
import { speaker } from "./speaker.ts";
import { mails as zh } from "./zh/index.ts";

const catalogues: Readonly<Record<Language, Mails>> = { en, fr, es, ar, zh, ru };

/** The sentences of mails. */
export const { message, messageParts, hasMessage } = speaker(catalogues);
