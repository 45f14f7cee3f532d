import type { Language } from "#shared/model/conference.ts";
import { Notice } from "../../kit/components/notices.tsx";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";
import { languageNames } from "../../kit/i18n/languages.ts";
import { useTranslation } from "../translations.ts";

/** A text, and what it is. */
export interface NamedTexts {
  readonly label: string;
  readonly texts: TextsDraft | undefined;
}

interface MissingTranslationsProps {
  readonly texts: readonly NamedTexts[];
  /** Those of the conference. */
  readonly languages: readonly Language[];
}

/** Which texts are not there in a language of the conference, so that they are shown in English. */
export function MissingTranslations({ texts, languages }: MissingTranslationsProps) {
  const { t } = useTranslation();
  const missing = texts.flatMap(({ label, texts: written }) => {
    const absent = written?.en ? languages.filter((language) => !written[language]) : [];
    return absent.length > 0 ? [{ label, names: absent.map((language) => languageNames[language]) }] : [];
  });
  if (missing.length === 0) return null;
  return (
    <Notice tone="warning">
      <p>
        <strong>{t("pages.missing")}</strong>
      </p>
      <ul>
        {missing.map(({ label, names }) => (
          <li key={label}>
            <bdi>{label}</bdi>
            {t("common.colon")}
            {names.join(", ")}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
