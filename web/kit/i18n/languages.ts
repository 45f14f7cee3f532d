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

/** A text within another one, perhaps of the other direction: the signs of both stay in their places. */
export const isolateText = (text: string): string => `\u2068${text}\u2069`;

/** The choice of the person on this device. */
const languageStorageKey = "palais.language";
/** The language of the link that opened this tab, so that a reload and the other pages of the tab keep it. */
const linkLanguageStorageKey = "palais.link-language";
/** The languages of links that the person replaced by a choice on this device: a link does not undo the choice. */
const replacedLanguagesStorageKey = "palais.replaced-languages";

/** The language of a page with an address of its own, such as `/ar`. */
const findPathLanguage = ({ pathname }: Pick<URL, "pathname">) => findSupportedLanguage(pathname.slice(1));

/**
 * The language of the link that opened the page, such as one in an email, unless the person chose another one instead;
 * that of the page's address; otherwise the stored choice, or the browser's preference, or English.
 */
export function detectLanguage(): Language {
  const linked = findSupportedLanguage(new URLSearchParams(location.search).get("lang"));
  if (linked && !listReplacedLanguages().includes(linked)) {
    sessionStorage.setItem(linkLanguageStorageKey, linked);
    return linked;
  }
  return (
    findPathLanguage(location) ??
    findSupportedLanguage(sessionStorage.getItem(linkLanguageStorageKey)) ??
    findSupportedLanguage(localStorage.getItem(languageStorageKey)) ??
    navigator.languages.map(findSupportedLanguage).find(Boolean) ??
    "en"
  );
}

/** Stores the chosen language, which from now on replaces that of the link that opened the tab. */
export function saveLanguage(language: Language): void {
  const linked = sessionStorage.getItem(linkLanguageStorageKey) ?? "";
  const replaced = [...listReplacedLanguages(), linked].filter((each) => each !== "" && each !== language);
  localStorage.setItem(replacedLanguagesStorageKey, replaced.join());
  localStorage.setItem(languageStorageKey, language);
  sessionStorage.removeItem(linkLanguageStorageKey);
  const url = new URL(location.href);
  if (findPathLanguage(url)) url.pathname = `/${language}`;
  url.searchParams.delete("lang");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

const listReplacedLanguages = (): string[] => (localStorage.getItem(replacedLanguagesStorageKey) ?? "").split(",");
