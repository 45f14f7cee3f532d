import type { Question } from "#shared/model/question.ts";
import { type AnswerUploader, createAnswerUploader } from "../../kit/documents/upload.ts";
import { AnswerFields } from "../../kit/form/answer-fields.tsx";
import { listAnswerRows as listRows } from "../../kit/form/answer-text.ts";
import { toAnswerPath } from "../../kit/form/answer-values.ts";
import type { FormValue } from "../../kit/form/form-values.ts";
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
  const set = (path: string, value: FormValue) => change((before) => setDraftValue(before, path, value));
  const uploadAnswer = createAnswerUploader({ conferenceId, language: reader.language });
  // The field sets the answer while it is shown; one may be at another step by the end of the check.
  const upload: AnswerUploader = async (question, file) => {
    const answer = await uploadAnswer(question, file);
    set(toAnswerPath(question), answer);
    return answer;
  };
  return <AnswerFields {...{ questions, reader, fieldErrors }} values={draft.values} upload={upload} set={set} />;
}

/** The answers to the questions of the conference, as the reader's language words them. */
export const listAnswerRows = ({ shown, answers }: DraftAnswers, reader: ReturnType<typeof useTranslation>) =>
  listRows(shown, answers, reader).map(({ label, text }) => [label, text] as const);
