import type { Question } from "#shared/model/question.ts";
import { type AnswerContext, listFollowingKeys } from "#shared/questions/questions.rules.ts";
import { createAnswerUploader } from "../../kit/documents/upload.ts";
import { readAnswerForm, toAnswerFormValues } from "../../kit/form/answer-values.ts";
import { type FormValues, getText } from "../../kit/form/form-values.ts";
import { getFreshIdToken } from "../../kit/session/staff-session.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { useFormQuestions } from "./known-questions.ts";

/**
 * The questions that staff answer for a person, and their answers as the form has them. Of a protected person there are
 * none: the form knows no answer.
 * @param values of the fields of the registration: the category and the role decide what is asked
 * @param typed the typed answers
 */
export function useAnswerEdits(
  { answers = {}, sensitiveAnswers, protection }: Partial<StaffRegistration>,
  values: FormValues,
  typed: FormValues,
) {
  const { version, items } = useFormQuestions();
  const { language } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const questions = protection ? [] : (items as readonly Question[]);
  const context: AnswerContext = {
    category: getText(values, "category"),
    role: getText(values, "role"),
    askedAt: "approved",
    respondent: "staff",
    now: new Date().toISOString(),
  };
  const { shown, existing, changes, unknown } = readAnswerForm(
    questions,
    { answers: answers, hidden: sensitiveAnswers },
    typed,
    context,
  );
  return {
    /** Staff may leave every answer open. */
    shown: shown.map((question) => ({ ...question, required: false })),
    values: { ...toAnswerFormValues(questions, answers), ...typed },
    changes,
    /** The given answers, without those that are taken away. */
    answers: Object.fromEntries(
      Object.entries(changes).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
    ),
    questions,
    context,
    known: { existing, hidden: listFollowingKeys(questions, new Set(unknown)) },
    upload: createAnswerUploader({ conferenceId, language }, getFreshIdToken),
    body: Object.keys(changes).length > 0 ? { answers: changes, questionsVersion: version } : {},
  };
}
