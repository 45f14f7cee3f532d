import type { Question } from "#shared/model/question.ts";
import type { AnswerUploader } from "../documents/upload.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { toAnswerPath } from "./answer-values.ts";
import type { FieldErrors } from "./form-errors.ts";
import type { FormValue, FormValues } from "./form-values.ts";
import { QuestionField, type QuestionTextKey } from "./question-field.tsx";

interface AnswerFieldsProps {
  readonly questions: readonly Question[];
  readonly reader: PageTranslator<QuestionTextKey>;
  readonly values: FormValues;
  readonly fieldErrors: FieldErrors;
  readonly set: (path: string, value: FormValue) => void;
  readonly upload: AnswerUploader;
  /** What is said at a question beside its help. */
  readonly getNote?: (question: Question) => string | undefined;
}

/** The fields of these questions, with their headings. */
export const AnswerFields = ({ questions, reader, values, fieldErrors, set, upload, getNote }: AnswerFieldsProps) => (
  <>
    {questions.map((question) => {
      const path = toAnswerPath(question);
      return (
        <QuestionField
          key={question.key}
          {...{ question, reader, path, values, upload }}
          note={getNote?.(question)}
          errorText={fieldErrors[`answers.${question.key}`]}
          set={(value) => set(path, value)}
        />
      );
    })}
  </>
);
