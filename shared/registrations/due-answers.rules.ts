import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isRequired, listAskedQuestions } from "#shared/questions/questions.rules.ts";
import { readAnswerValues } from "#shared/questions/stored-answers.rules.ts";
import { isLive } from "./registration.rules.ts";

/**
 * The questions that the person must answer now and has not: those that are asked after the approval, those that were
 * added after the person registered, and the texts that a nominee has not accepted.
 */
export function listDueKeys(questions: readonly Question[], registration: Registration, now: string): string[] {
  if (!isLive(registration)) return [];
  const { accreditation, category, role } = registration;
  const askedAt = accreditation.state === "approved" ? "approved" : "registration";
  const context = { category, role, askedAt, respondent: "person", now } as const;
  const answers = readAnswerValues(registration);
  return listAskedQuestions(questions, answers, context)
    .filter((question) => isRequired(question, context) && answers[question.key] === undefined)
    .map(({ key }) => key);
}
