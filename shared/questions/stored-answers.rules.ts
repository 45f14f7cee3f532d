import type { Language } from "#shared/model/conference.ts";
import type { Answer, Answers, AnswerValue, AnswerValues, Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { type AnswerContext, isOpenTo, listAskedQuestions, listRaisedKeys } from "./questions.rules.ts";

/** The most bytes of all answers of a person, as JSON. */
export const maxAnswerBytes = 32_768;

/** The answers of the person and of staff, as they are stored. */
export type AnswerGroups = Pick<Registration, "answers" | "staffAnswers">;

/** The values of all answers. */
export const readAnswerValues = ({ answers = {}, staffAnswers = {} }: AnswerGroups): AnswerValues =>
  Object.fromEntries(Object.entries({ ...answers, ...staffAnswers }).map(([key, { value }]) => [key, value]));

/** Which text of an acknowledgement was shown, and when the person accepted it. */
export interface Acceptance {
  readonly version: number;
  readonly language: Language;
  readonly at: string;
}

/** An answer as it is stored. The text was in English where the question has none in the language of the form. */
export const toAnswer = (
  { type, sensitive, follows, label }: Question & { readonly follows?: string | undefined },
  value: AnswerValue,
  { version, language, at }: Acceptance,
): Answer => ({
  value,
  ...(sensitive && { sensitive }),
  ...(follows !== undefined && { follows }),
  ...(type === "file" && { file: true }),
  ...(type === "acknowledgement" && {
    accepted: { version, language: label[language] === undefined ? "en" : language, at },
  }),
});

/** Changed answers; `null` takes one away. */
export type AnswerPatch = Readonly<Record<string, Answer | null>>;

/** The answers with the changed ones; `undefined` if there is none. */
export function mergeAnswers(answers: Answers | undefined, patch: AnswerPatch): Answers | undefined {
  const merged = Object.entries({ ...answers, ...patch }).flatMap(([key, answer]) => (answer ? [[key, answer]] : []));
  return merged.length === 0 ? undefined : (Object.fromEntries(merged) as Answers);
}

/** The keys of the answers that a change of others leaves without a question: its condition is not met any more. */
export function listPointlessKeys(
  questions: readonly Question[],
  { before, after }: { readonly before: AnswerValues; readonly after: AnswerValues },
  person: Pick<AnswerContext, "category" | "role">,
): string[] {
  const earlier = listRaisedKeys(questions, before, person);
  const later = listRaisedKeys(questions, after, person);
  return Object.keys(after).filter((key) => earlier.has(key) && !later.has(key));
}

/** The questions that were asked and have no answer. */
export function listOpenKeys(
  questions: readonly Question[],
  answers: AnswerValues,
  context: AnswerContext,
): ReadonlySet<string> {
  const asked = listAskedQuestions(questions, answers, context);
  return new Set(asked.map(({ key }) => key).filter((key) => answers[key] === undefined));
}

/** Whether this respondent may take an answer away. Of a removed question only staff may. */
export const isRemovable = (question: Question | undefined, context: AnswerContext): boolean =>
  question ? isOpenTo(question, context) : context.respondent === "staff";

/** How far the person may change answers without the secretariat. */
export type ReviewState = "open" | "returned" | "approved";

/**
 * The keys of the changed answers that need no review: after the approval, those of editable questions and of questions
 * that are asked then; of a returned registration, what follows from another changed answer. What depends on an answer
 * that is reviewed is reviewed with it.
 */
export function listFreeKeys(
  questions: readonly Question[],
  changed: readonly string[],
  state: ReviewState,
): ReadonlySet<string> {
  const free = new Set<string>();
  for (const { key, type, editable, askedAt, when } of questions) {
    if (!changed.includes(key)) continue;
    const isDependent = when !== undefined && changed.includes(when.question);
    const isFreeItself = state === "returned" ? isDependent : editable === true || askedAt === "approved";
    const waits = state === "approved" && isDependent && !free.has(when.question);
    if (type === "acknowledgement" || (isFreeItself && !waits)) free.add(key);
  }
  return free;
}

/** The part of a patch with these keys, or without them; `undefined` if it is empty. */
export function pickAnswers(patch: AnswerPatch, isPicked: (key: string) => boolean): AnswerPatch | undefined {
  const picked = Object.entries(patch).filter(([key]) => isPicked(key));
  return picked.length === 0 ? undefined : Object.fromEntries(picked);
}
