import type { Question } from "#shared/model/question.ts";
import { createAnswerUploader } from "../../kit/documents/upload.ts";
import { AnswerFields } from "../../kit/form/answer-fields.tsx";
import { listAnswerRows as listRows } from "../../kit/form/answer-text.ts";
import { useTranslation } from "../translations.ts";
import { type StepProps, setDraftValue } from "./application-draft.ts";
import type { DraftAnswers } from "./draft-answers.ts";

export { readDraftAnswers, toAnswerContext } from "./draft-answers.ts";

/** The questions that the conference adds to the form. One that another answer raises appears below it. */
export function QuestionsStep({
  draft,
  change,
  fieldErrors,
  questions,
  conferenceId,
}: Pick<StepProps, "draft" | "change" | "fieldErrors" | "conferenceId"> & { readonly questions: readonly Question[] }) {
  const reader = useTranslation();
  return (
    <AnswerFields
      {...{ questions, reader, fieldErrors }}
      values={draft.values}
      upload={createAnswerUploader({ conferenceId, language: reader.language })}
      set={(path, value) => change(setDraftValue(draft, path, value))}
    />
  );
}

/** The answers to the questions of the conference, as the reader's language words them. */
export const listAnswerRows = ({ shown, answers }: DraftAnswers, reader: ReturnType<typeof useTranslation>) =>
  listRows(shown, answers, reader).map(({ label, text }) => [label, text] as const);
