import type { Language, Texts } from "#shared/domain/conference.ts";

/** The text in the reader's language, or in English where the conference doesn't have it. */
export function inLanguage(texts: Texts, language: Language): string {
  return texts[language] ?? texts.en;
}
