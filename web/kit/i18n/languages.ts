import type { Language } from "#shared/model/conference.ts";
import { findSupportedLanguage } from "#shared/model/conference.ts";

/** The name of each language in itself, in the order of the United Nations. */
export const languageNames: Readonly<Record<Language, string>> = {
  ar: "العربية",
  zh: "中文",
  en: "English",
  fr: "Français",
  ru: "Русский",
  es: "Español",
};

export const getTextDirection = (language: Language) => (language === "ar" ? "rtl" : "ltr");

const languageStorageKey = "palais.language";

/** The language of the address, the stored choice, or the browser's preference; otherwise English. */
export function detectLanguage(): Language {
  const requested =
    findSupportedLanguage(new URLSearchParams(location.search).get("lang")) ??
    findSupportedLanguage(location.pathname.slice(1));
  return (
    requested ??
    findSupportedLanguage(localStorage.getItem(languageStorageKey)) ??
    navigator.languages.map(findSupportedLanguage).find(Boolean) ??
    "en"
  );
}

/** Stores the chosen language and removes another one from the address, so that a reload uses the choice. */
export function saveLanguage(language: Language): void {
  localStorage.setItem(languageStorageKey, language);
  const url = new URL(location.href);
  if (findSupportedLanguage(url.pathname.slice(1))) url.pathname = `/${language}`;
  url.searchParams.delete("lang");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
