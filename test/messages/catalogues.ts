import type { Language } from "#shared/domain/conference.ts";
import * as ar from "#shared/messages/ar/index.ts";
import type { Catalogue } from "#shared/messages/catalogue.ts";
import * as en from "#shared/messages/en/index.ts";
import * as es from "#shared/messages/es/index.ts";
import * as fr from "#shared/messages/fr/index.ts";
import * as ru from "#shared/messages/ru/index.ts";
import { speaker } from "#shared/messages/speaker.ts";
import * as zh from "#shared/messages/zh/index.ts";

/** Everything a language's folder says. A part that a folder has is here by itself. */
const whole = (parts: Readonly<Record<string, object>>): Catalogue => Object.assign({}, ...Object.values(parts));

/** All sentences of Palais, whoever says them. */
export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: whole(en),
  fr: whole(fr),
  es: whole(es),
  ar: whole(ar),
  zh: whole(zh),
  ru: whole(ru),
};

export const { message, messageParts, hasMessage } = speaker(catalogues);
