import type { Question } from "#shared/model/question.ts";
import { QuestionField } from "../../kit/form/question-field.tsx";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import { type StepProps, setDraftValue } from "./application-draft.ts";
import { type DraftAnswers, toDraftPath } from "./draft-answers.ts";

export { readDraftAnswers, toAnswerContext } from "./draft-answers.ts";

/** The questions that the conference adds to the form. One that another answer raises appears below it. */
export function QuestionsStep({
  draft,
  change,
  fieldErrors,
  questions,
}: Pick<StepProps, "draft" | "change" | "fieldErrors"> & { readonly questions: readonly Question[] }) {
  const reader = useTranslation();
  return (
    <>
      {questions.map((question) => {
        const path = toDraftPath(question);
        return (
          <QuestionField
            key={question.key}
            {...{ question, reader, path }}
            values={draft.values}
            errorText={fieldErrors[`answers.${question.key}`]}
            set={(value) => change(setDraftValue(draft, path, value))}
          />
        );
      })}
    </>
  );
}

/** The answers to the questions of the conference, as the reader's language words them. */
export const listAnswerRows = ({ shown, answers }: DraftAnswers, reader: ReturnType<typeof useTranslation>) =>
  shown.flatMap((question) => {
    const values = [answers[question.key] ?? []].flat();
    const text = values.map((value) => formatAnswerValue(question, value, reader)).join("; ");
    return text === "" ? [] : [[getLocalizedText(question.label, reader.language), text] as const];
  });

function formatAnswerValue(
  { type, options = [] }: Question,
  value: string | number | boolean,
  reader: ReturnType<typeof useTranslation>,
): string {
  if (typeof value === "boolean") return reader.t(value ? "common.yes" : "common.no");
  const title = options.find((each) => each.value === value)?.label;
  if (title) return getLocalizedText(title, reader.language);
  return type === "country" ? getCountryName(String(value), reader) : String(value);
}
