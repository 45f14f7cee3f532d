import { Notice } from "../../kit/components/notices.tsx";
import { languageNames } from "../../kit/i18n/languages.ts";
import { useTranslation } from "../translations.ts";
import { listMissingTranslations, type PageTexts } from "./list-missing-translations.ts";

/** Which texts are not there in a language of the conference, so that they are shown in English. */
export function MissingTranslations({ texts, languages }: PageTexts) {
  const { t } = useTranslation();
  const missing = listMissingTranslations({ texts, languages });
  if (missing.length === 0) return null;
  return (
    <Notice tone="warning">
      <p>
        <strong>{t("pages.missing")}</strong>
      </p>
      <ul>
        {missing.map(({ label, absent }) => (
          <li key={label}>
            <bdi>{label}</bdi>
            {t("common.colon")}
            {absent.map((language) => languageNames[language]).join(", ")}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
