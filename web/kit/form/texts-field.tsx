import { type Language, languages } from "#shared/model/conference.ts";
import { TextField } from "../components/fields.tsx";
import { languageNames } from "../i18n/languages.ts";

export type TextsDraft = { readonly [Each in Language]?: string | undefined } & { readonly en: string };

interface TextsFieldProps {
  /** The id prefix; each language appends its code. */
  readonly id: string;
  readonly label: string;
  readonly value: TextsDraft;
  readonly t: (key: "common.optional" | "common.colon") => string;
  /** In addition to English. */
  readonly languages: readonly Language[];
  readonly getErrorText: (language: Language) => string | undefined;
  readonly onTexts: (value: TextsDraft) => void;
}

/** A text in English and other languages; empty texts are left out. */
export function TextsField({ id, label, value, t, languages: otherLanguages, getErrorText, onTexts }: TextsFieldProps) {
  const shown = languages.filter((each) => each === "en" || otherLanguages.includes(each));
  const set = (language: Language, text: string) => {
    const { [language]: _, ...others } = value;
    onTexts({ ...others, ...(text !== "" || language === "en" ? { [language]: text } : {}) } as TextsDraft);
  };
  return (
    <div class="pair">
      {shown.map((each) => (
        <TextField
          key={each}
          id={`${id}-${each}`}
          label={`${label}${t("common.colon")}${languageNames[each]}`}
          optional={each === "en" ? undefined : t("common.optional")}
          errorText={getErrorText(each)}
          value={value[each] ?? ""}
          onInput={(text) => set(each, text)}
        />
      ))}
    </div>
  );
}
