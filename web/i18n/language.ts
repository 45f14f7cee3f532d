import type { Language } from "#shared/domain/conference.ts";
import { supportedLanguage } from "#shared/i18n/preferred-language.ts";

/** Each language by its own name, as the United Nations lists them. */
export const languageNames: Readonly<Record<Language, string>> = {
  ar: "العربية",
  zh: "中文",
  en: "English",
  fr: "Français",
  ru: "Русский",
  es: "Español",
};

export const directionOf = (language: Language) => (language === "ar" ? "rtl" : "ltr");

const place = "palais.language";

/** What the address asks for, what was chosen before, what the browser prefers; else English. */
export function firstLanguage(): Language {
  const asked =
    supportedLanguage(new URLSearchParams(location.search).get("lang")) ??
    supportedLanguage(location.pathname.slice(1));
  return (
    asked ??
    supportedLanguage(localStorage.getItem(place)) ??
    navigator.languages.map(supportedLanguage).find(Boolean) ??
    "en"
  );
}

/** Remembers the choice, and takes another one out of the address, so that a reload asks for this one. */
export function remember(language: Language): void {
  localStorage.setItem(place, language);
  const url = new URL(location.href);
  if (supportedLanguage(url.pathname.slice(1))) url.pathname = `/${language}`;
  url.searchParams.delete("lang");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
