import { findSupportedLanguage, languages } from "#shared/model/conference.ts";
import { SelectField } from "../../kit/components/fields.tsx";
import { languageNames } from "../../kit/i18n/languages.ts";

interface LetterLanguageProps {
  readonly label: string;
  /** What no choice means. */
  readonly empty: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The language in which a visa letter is issued. */
export const LetterLanguage = (props: LetterLanguageProps) => (
  <SelectField
    id="letter-language"
    options={languages.map((each) => ({ value: each, label: languageNames[each] }))}
    {...props}
  />
);

/** The chosen language as the API takes it. */
export const toLetterLanguage = (value: string) => {
  const language = findSupportedLanguage(value);
  return language && { language };
};
