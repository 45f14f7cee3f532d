import { getTextInLanguage, type Language, type LocalizedText } from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import type { ComboboxTextKey } from "../components/combobox.tsx";
import { Checkbox, FieldSet, RadioField, SelectField, TextArea, TextField } from "../components/fields.tsx";
import type { FrameTranslate } from "../components/notices.tsx";
import type { AnswerUploader } from "../documents/upload.ts";
import { useLazyComponent } from "../hooks/use-lazy-component.ts";
import { isolateText } from "../i18n/languages.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { CountryField } from "./country-field.tsx";
import type { FileAnswerFieldProps } from "./file-answer.tsx";
import { type FormValue, type FormValues, getList, getText, toFieldId, toggleItem } from "./form-values.ts";

/** From this number on, the options of a choice are in a list that opens. */
const maxRadioOptions = 7;

export type QuestionTextKey = "questions.accept" | "questions.file" | ComboboxTextKey | Parameters<FrameTranslate>[0];

/**
 * A text of the conference in the reader's language. In another language it is isolated, so that its signs stay in their
 * places beside a text of the other direction.
 */
export function getQuestionText(texts: LocalizedText, language: Language): string {
  const text = getTextInLanguage(texts, language);
  return texts[language] === undefined ? isolateText(text) : text;
}

interface QuestionFieldProps {
  readonly question: Question;
  readonly reader: PageTranslator<QuestionTextKey>;
  /** The path of the answer in `values`. */
  readonly path: string;
  readonly values: FormValues;
  readonly errorText: string | undefined;
  readonly set: (value: FormValue) => void;
  readonly upload: AnswerUploader;
  /** What is said beside the help. */
  readonly note?: string | undefined;
}

/** The field of a question, or a heading. */
export function QuestionField({ question, reader, path, values, errorText, set, upload, note }: QuestionFieldProps) {
  const { t, language } = reader;
  const { key, type, label, help, required } = question;
  const isRequired = required === true || type === "acknowledgement";
  const field = {
    id: toFieldId(`answers.${key}`),
    label: getQuestionText(label, language),
    hint: [help && getQuestionText(help, language), note].filter(Boolean).join(" ") || undefined,
    errorText,
    optional: isRequired ? undefined : t("common.optional"),
  };
  const text = { ...field, value: getText(values, path), onInput: set };
  const choice = { ...field, value: getText(values, path), onChange: set };
  const options = (question.options ?? []).map(({ value, label: title }) => ({
    value,
    label: getQuestionText(title, language),
  }));
  switch (type) {
    case "section":
      return (
        <div class="stack">
          <h2>{field.label}</h2>
          {field.hint && <p class="hint">{field.hint}</p>}
        </div>
      );
    case "long-text":
      return <TextArea {...text} />;
    case "yes-no":
      return (
        <RadioField
          {...choice}
          options={(["yes", "no"] as const).map((value) => ({ value, label: t(`common.${value}`) }))}
        />
      );
    case "choice":
      return options.length > maxRadioOptions ? (
        <SelectField {...choice} empty={t("common.choose")} options={options} />
      ) : (
        <RadioField {...choice} options={options} />
      );
    case "choices":
      return (
        <FieldSet {...field}>
          {options.map(({ value, label: title }) => (
            <Checkbox
              key={value}
              id={`${field.id}-${value}`}
              label={title}
              checked={getList(values, path).includes(value)}
              onChange={(on) => set(toggleItem(getList(values, path), value, on))}
            />
          ))}
        </FieldSet>
      );
    case "country":
      return <CountryField {...choice} reader={reader} choice="country" />;
    case "file":
      return <LazyFileAnswerField {...{ field, question, upload, set, t, language }} value={getText(values, path)} />;
    case "acknowledgement":
      return (
        <FieldSet {...field}>
          <Checkbox
            id={`${field.id}-accept`}
            label={t("questions.accept")}
            checked={values[path] === true}
            onChange={set}
          />
        </FieldSet>
      );
    default:
      return <TextField {...text} {...inputAttributes[type]} />;
  }
}

/** Few forms ask for a file. */
export function LazyFileAnswerField(props: FileAnswerFieldProps) {
  const FileAnswerField = useLazyComponent(() => import("./file-answer.tsx").then((part) => part.FileAnswerField));
  return FileAnswerField ? <FileAnswerField {...props} /> : <p aria-busy="true" />;
}

const inputAttributes = {
  text: {},
  number: { inputMode: "decimal", dir: "ltr", short: true },
  date: { type: "date", dir: "ltr", short: true },
  time: { type: "time", dir: "ltr", short: true },
  phone: { inputMode: "tel", dir: "ltr", autocomplete: "tel" },
  url: { inputMode: "url", dir: "ltr" },
} as const;
