import { type Language, languages } from "#shared/domain/conference.ts";
import { languageNames } from "../i18n/language.ts";
import { TextField } from "../kit/inputs.tsx";

export type Texts = { readonly [Each in Language]?: string | undefined } & { readonly en: string };

interface Props {
  /** The element's; each language's field has it with its own letters behind it. */
  readonly id: string;
  readonly label: string;
  readonly value: Texts;
  readonly t: (key: "common.optional" | "common.colon") => string;
  /** Beside English. */
  readonly languages: readonly Language[];
  readonly faultIn: (language: Language) => string | undefined;
  readonly onTexts: (value: Texts) => void;
}

/** A text in English and in other languages; what is left empty isn't there. */
export function TextsField({ id, label, value, t, languages: wanted, faultIn, onTexts }: Props) {
  const shown = languages.filter((each) => each === "en" || wanted.includes(each));
  const set = (language: Language, text: string) => {
    const { [language]: _, ...others } = value;
    onTexts({ ...others, ...(text !== "" || language === "en" ? { [language]: text } : {}) } as Texts);
  };
  return (
    <div class="pair">
      {shown.map((each) => (
        <TextField
          key={each}
          id={`${id}-${each}`}
          label={`${label}${t("common.colon")}${languageNames[each]}`}
          optional={each === "en" ? undefined : t("common.optional")}
          fault={faultIn(each)}
          value={value[each] ?? ""}
          onInput={(text) => set(each, text)}
        />
      ))}
    </div>
  );
}
