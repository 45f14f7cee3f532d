import type { QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { findSensitiveQuestions } from "#shared/questions/question-changes.rules.ts";
import { listFollowingKeys } from "#shared/questions/questions.rules.ts";
import { listDueKeys } from "./due-answers.rules.ts";

/**
 * Whether staff and focal points may know that the person must still answer something. A question that follows from a
 * sensitive answer would tell the answer, which staff open one by one. An answer that was sensitive when it was given
 * still is.
 */
export function owesKnownAnswers(questions: QuestionSet, registration: Registration, now: string): boolean {
  const { answers = {}, staffAnswers = {} } = registration;
  const given = Object.entries({ ...answers, ...staffAnswers }).filter(([, { sensitive }]) => sensitive);
  const decisive = new Set([...findSensitiveQuestions(questions).keys, ...given.map(([key]) => key)]);
  const following = listFollowingKeys(questions.items, decisive);
  return listDueKeys(questions.items, registration, now).some((key) => !following.has(key));
}
