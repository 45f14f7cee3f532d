import { Checkbox, FieldSet, SelectField } from "../../kit/components/fields.tsx";
import { CountryField } from "../../kit/form/country-field.tsx";
import { toggleItem } from "../../kit/form/form-values.ts";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { isolateText } from "../../kit/i18n/languages.ts";
import { useTranslation } from "../translations.ts";
import { useBuilderTexts } from "./builder-texts.ts";
import { type Condition, getDraftText, listConditionSources, type QuestionDraft } from "./question-draft.ts";
import { toQuestionFieldId } from "./question-field-ids.ts";

type ConditionValue = Condition["in"][number];

/** The answers of a question that a condition can name, in the reader's words. */
function useAnswerNames() {
  const reader = useTranslation();
  return {
    getName: (source: QuestionDraft | undefined, value: ConditionValue): string => {
      if (typeof value === "boolean") return reader.t(value ? "common.yes" : "common.no");
      const option = source?.options?.find((each) => each.value === value);
      if (option) return getDraftText(option.label, reader.language) || value;
      return source?.type === "country" ? getCountryName(value, reader) : value;
    },
    language: reader.language,
  };
}

/** The condition of a question in words: asked when "Do you need a visa?" is yes. */
export function useConditionText({ when }: QuestionDraft, items: readonly QuestionDraft[]): string | undefined {
  const { t } = useBuilderTexts();
  const { getName, language } = useAnswerNames();
  if (!when) return undefined;
  const source = items.find(({ key }) => key === when.question);
  const names = when.in.map((value) => isolateText(getName(source, value)));
  const answers = new Intl.ListFormat(language, { type: "disjunction" }).format(names);
  const name = isolateText(source ? getDraftText(source.label, language) : when.question);
  return t("builder.condition", { name, answers });
}

interface ConditionFieldProps {
  readonly question: QuestionDraft;
  readonly items: readonly QuestionDraft[];
  readonly errorText: string | undefined;
  readonly onChange: (question: QuestionDraft) => void;
}

/** After which answer to which earlier question a question is asked. */
export function ConditionField({ question, items, errorText, onChange }: ConditionFieldProps) {
  const { language } = useTranslation();
  const { t } = useBuilderTexts();
  const sources = listConditionSources(items, question);
  const { when, id } = question;
  const named = items.find(({ key }) => key === when?.question);
  if (sources.length === 0 && !when) return null;
  const options = [...sources, ...(named && !sources.includes(named) ? [named] : [])].map(({ key, label }) => ({
    value: key,
    label: t("builder.when", { name: isolateText(getDraftText(label, language) || t("builder.untitled")) }),
  }));
  const choose = (key: string) => {
    const { when: _, ...others } = question;
    const source = sources.find((each) => each.key === key);
    onChange(source ? { ...others, when: { question: key, in: listFirstAnswers(source) } } : others);
  };
  return (
    <>
      <SelectField
        id={toQuestionFieldId(id, "when.question")}
        label={t("builder.field.when")}
        errorText={errorText}
        value={when?.question ?? ""}
        empty={t("builder.always")}
        options={options}
        onChange={choose}
      />
      {when && named && (
        <AnswersField {...{ id, when }} source={named} onChange={(next) => onChange({ ...question, when: next })} />
      )}
    </>
  );
}

/** "Yes" is what a condition usually asks for. */
const listFirstAnswers = ({ type, options = [] }: QuestionDraft): ConditionValue[] =>
  type === "yes-no" ? [true] : options.slice(0, 1).map(({ value }) => value);

interface AnswersFieldProps {
  readonly id: string;
  readonly when: Condition;
  readonly source: QuestionDraft;
  readonly onChange: (when: Condition) => void;
}

function AnswersField({ id, when, source, onChange }: AnswersFieldProps) {
  const reader = useTranslation();
  const { t } = useBuilderTexts();
  const { getName } = useAnswerNames();
  const isCountry = source.type === "country";
  const values: readonly ConditionValue[] = isCountry
    ? when.in
    : source.type === "yes-no"
      ? [true, false]
      : (source.options ?? []).map(({ value }) => value);
  return (
    <FieldSet id={toQuestionFieldId(id, "when.in")} label={t("builder.field.answers")}>
      {values.map((value) => (
        <Checkbox
          key={String(value)}
          id={toQuestionFieldId(id, `when.in.${value}`)}
          label={<bdi>{getName(source, value)}</bdi>}
          checked={when.in.includes(value)}
          onChange={(on) => onChange({ ...when, in: toggleItem(when.in, value, on) })}
        />
      ))}
      {isCountry && (
        <CountryField
          id={toQuestionFieldId(id, "when.country")}
          label={t("builder.addCountry")}
          reader={reader}
          choice="country"
          value=""
          onChange={(code) => code !== "" && !when.in.includes(code) && onChange({ ...when, in: [...when.in, code] })}
        />
      )}
    </FieldSet>
  );
}
