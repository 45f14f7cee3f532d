import { type Language, languages } from "#shared/model/conference.ts";
import { languageNames } from "../i18n/languages.ts";
import type { PageTranslator } from "../i18n/translations.tsx";

/** The selector of the page's language. */
export function LanguageSelect({ reader }: { readonly reader: PageTranslator<"frame.language"> }) {
  const { t, language, setLanguage } = reader;
  return (
    <select
      class="input compact"
      aria-label={t("frame.language")}
      value={language}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
    >
      {languages.map((each) => (
        <option key={each} value={each} lang={each}>
          {languageNames[each]}
        </option>
      ))}
    </select>
  );
}
