import type { Language } from "#shared/domain/conference.ts";
import { words as consoleAr } from "../../web/messages/ar/console.ts";
import { words as ar } from "../../web/messages/ar/delegate.ts";
import { words as consoleEn } from "../../web/messages/en/console.ts";
import { words as en } from "../../web/messages/en/delegate.ts";
import { words as consoleEs } from "../../web/messages/es/console.ts";
import { words as es } from "../../web/messages/es/delegate.ts";
import { words as consoleFr } from "../../web/messages/fr/console.ts";
import { words as fr } from "../../web/messages/fr/delegate.ts";
import { words as consoleRu } from "../../web/messages/ru/console.ts";
import { words as ru } from "../../web/messages/ru/delegate.ts";
import { words as consoleZh } from "../../web/messages/zh/console.ts";
import { words as zh } from "../../web/messages/zh/delegate.ts";

/** What the delegate's page says, in each language; a test finds buttons by the words that people read. */
export const delegate = { en, fr, es, ar, zh, ru } as const satisfies Record<Language, unknown>;

/** What the secretariat's page says, in each language. */
export const office = {
  en: consoleEn,
  fr: consoleFr,
  es: consoleEs,
  ar: consoleAr,
  zh: consoleZh,
  ru: consoleRu,
} as const satisfies Record<Language, unknown>;
