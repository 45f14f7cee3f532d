import { type Language, languages } from "#shared/domain/conference.ts";
import type { Page, PageMessages } from "../../web/i18n/page-messages.ts";
import { readPageMessages } from "../../web/page-messages-plugin.ts";

const inEachLanguage = <Name extends Page>(page: Name) =>
  Object.fromEntries(languages.map((language) => [language, readPageMessages(page, language)])) as Readonly<
    Record<Language, PageMessages<Name>>
  >;

/** What each page says, in each language; a test finds buttons by the words that people read. */
export const delegate = inEachLanguage("delegate");
export const focalPoint = inEachLanguage("delegation");
export const office = inEachLanguage("console");
export const desk = inEachLanguage("desk");
export const letter = inEachLanguage("letter");
