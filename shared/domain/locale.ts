import type { Language } from "./conference.ts";

/**
 * How numbers and dates of a language are written.
 * English dates come in the order that the United Nations write them: day, month, year. Arabic has the digits 0 to 9 and
 * the Gregorian calendar, as United Nations documents have them, whatever the machine's own tables prefer: a badge's
 * number and a gate's clock then look as they do in the mail.
 */
export const locales: Readonly<Record<Language, string>> = {
  en: "en-GB",
  fr: "fr",
  es: "es",
  ar: "ar-u-ca-gregory-nu-latn",
  zh: "zh-Hans",
  ru: "ru",
};
