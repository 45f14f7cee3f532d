import type { Language } from "#shared/model/conference.ts";
import { TextArea } from "../../kit/components/fields.tsx";
import { changeText, listTextLanguages, type TextsDraft } from "../../kit/form/texts-field.tsx";
import { languageNames } from "../../kit/i18n/languages.ts";
import { useTranslation } from "../translations.ts";

interface TextAreasProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly languages: readonly Language[];
  readonly value: TextsDraft;
  readonly getErrorText: (language: Language) => string | undefined;
  readonly onTexts: (value: TextsDraft) => void;
}

/** A text of several lines in English and the languages of the conference. */
export function TextAreas({ id, label, hint, languages, value, getErrorText, onTexts }: TextAreasProps) {
  const { t } = useTranslation();
  return (
    <div class="pair">
      {listTextLanguages(languages).map((each) => (
        <TextArea
          key={each}
          id={`${id}-${each}`}
          label={`${label}${t("common.colon")}${languageNames[each]}`}
          hint={each === "en" ? hint : undefined}
          optional={t("common.optional")}
          errorText={getErrorText(each)}
          value={value[each] ?? ""}
          onInput={(text) => onTexts(changeText(value, each, text))}
        />
      ))}
    </div>
  );
}
