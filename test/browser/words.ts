import type { Language } from "#shared/domain/conference.ts";
import { words as ar } from "../../web/messages/ar/delegate.ts";
import { words as en } from "../../web/messages/en/delegate.ts";
import { words as es } from "../../web/messages/es/delegate.ts";
import { words as fr } from "../../web/messages/fr/delegate.ts";
import { words as ru } from "../../web/messages/ru/delegate.ts";
import { words as zh } from "../../web/messages/zh/delegate.ts";

/** What the delegate's page says, in each language; a test finds buttons by the words that people read. */
export const delegate = { en, fr, es, ar, zh, ru } as const satisfies Record<Language, unknown>;
