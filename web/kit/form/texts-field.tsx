import { type Language, languages } from "#shared/model/conference.ts";
import { TextArea, TextField } from "../components/fields.tsx";
import { languageNames } from "../i18n/languages.ts";

export type TextsDraft = { readonly [Each in Language]?: string | undefined } & { readonly en: string };

interface TextsFieldProps {
  /** The id prefix; each language appends its code. */
  readonly id: string;
  readonly label: string;
  /** Shown at the text in English. */
  readonly hint?: string | undefined;
  readonly value: TextsDraft;
  readonly t: (key: "common.optional" | "common.colon") => string;
  /** In addition to English. */
  readonly languages: readonly Language[];
  readonly getErrorText: (language: Language) => string | undefined;
  /** Whether the texts have several lines. */
  readonly isLong?: boolean;
  readonly onTexts: (value: TextsDraft) => void;
}

/** English, and the other languages that are asked for. */
export const listTextLanguages = (others: readonly Language[]): Language[] =>
  languages.filter((each) => each === "en" || others.includes(each));

/** The texts with one of them changed; empty texts are left out, except in English. */
export function changeText(value: TextsDraft, language: Language, text: string): TextsDraft {
  const { [language]: _, ...others } = value;
  return { ...others, ...(text !== "" || language === "en" ? { [language]: text } : {}) } as TextsDraft;
}

/** A text in English and other languages; empty texts are left out. */
export function TextsField({ id, label, hint, value, t, getErrorText, isLong, onTexts, ...offered }: TextsFieldProps) {
  const Input = isLong ? TextArea : TextField;
  return (
    <div class="pair">
      {listTextLanguages(offered.languages).map((each) => (
        <Input
          key={each}
          id={`${id}-${each}`}
          label={`${label}${t("common.colon")}${languageNames[each]}`}
          hint={each === "en" ? hint : undefined}
          optional={each === "en" ? undefined : t("common.optional")}
          errorText={getErrorText(each)}
          value={value[each] ?? ""}
          onInput={(text) => onTexts(changeText(value, each, text))}
        />
      ))}
    </div>
  );
}
