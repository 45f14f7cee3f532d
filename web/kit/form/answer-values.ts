import type { AnswerValue, AnswerValues, Question } from "#shared/model/question.ts";
import { type AnswerContext, isOpenTo, listRaisedKeys } from "#shared/questions/questions.rules.ts";
import { listPossibleNumbers } from "#shared/text/numbers.rules.ts";
import type { ApiAnswer } from "../api/client.ts";
import type { FormValue, FormValues } from "./form-values.ts";

/** The questions of a conference; for staff also those of staff and the removed ones. */
export type ConferenceQuestions = ApiAnswer<"getQuestions">;

/** The present questions and the removed ones, by which stored answers are shown. */
export const listKnownQuestions = ({ items, retired = [] }: ConferenceQuestions) =>
  [...items, ...retired] as Question[];

/** The path of an answer in a form. No browser stores the values of sensitive ones (`stored-data.ts`). */
export const toAnswerPath = ({ key, sensitive }: Pick<Question, "key" | "sensitive">): string =>
  `${sensitive ? "sensitiveAnswers" : "answers"}.${key}`;

export const isAnswerPath = (path: string): boolean => /^(?:sensitiveAnswers|answers)\./.test(path);

/** The value of the request; `undefined` without an answer. */
function toAnswerValue({ type }: Pick<Question, "type">, value: FormValue | undefined): AnswerValue | undefined {
  if (value === undefined || value === "" || value === false) return undefined;
  if (typeof value !== "string") return typeof value === "object" && value.length === 0 ? undefined : value;
  if (type === "yes-no") return value === "yes";
  if (type !== "number") return value.trim() === "" ? undefined : value;
  const [number = value, other] = listPossibleNumbers(value);
  return other === undefined ? number : value;
}

/** The answers that a form contains. */
export const readFormAnswers = (questions: readonly Question[], values: FormValues): AnswerValues =>
  Object.fromEntries(
    questions.flatMap((question) => {
      const value = toAnswerValue(question, values[toAnswerPath(question)]);
      return value === undefined ? [] : [[question.key, value] as const];
    }),
  );

function toFormValue({ type }: Question, value: AnswerValue): FormValue {
  if (typeof value === "number") return String(value);
  return typeof value === "boolean" && type === "yes-no" ? (value ? "yes" : "no") : value;
}

/** Stored answers as the values of a form. */
export const toAnswerFormValues = (questions: readonly Question[], answers: AnswerValues): FormValues =>
  Object.fromEntries(
    questions.flatMap((question) => {
      const value = answers[question.key];
      return value === undefined ? [] : [[toAnswerPath(question), toFormValue(question, value)] as const];
    }),
  );

/** The stored answers of a person, as a page knows them. */
export interface FormerAnswers {
  readonly answers: AnswerValues;
  /** The questions with an answer that the page does not know. */
  readonly hidden?: readonly string[] | undefined;
}

/** An unknown answer raises every question that depends on it. */
const assumeAnswers = (questions: readonly Question[], keys: readonly string[]): AnswerValues =>
  Object.fromEntries(
    keys.map((key) => [key, questions.flatMap(({ when }) => (when?.question === key ? when.in : [])) as AnswerValue]),
  );

/** Without the headings that no question follows. */
const dropEmptySections = (shown: readonly Question[]): Question[] =>
  shown.filter(({ type }, index) => type !== "section" || (shown[index + 1] ?? { type }).type !== "section");

export interface AnswerForm {
  /** The questions and headings to show, in their order. */
  readonly shown: readonly Question[];
  /** The answers that stay as they are. */
  readonly existing: AnswerValues;
  /** The changed answers; `null` takes one away. */
  readonly changes: Readonly<Record<string, AnswerValue | null>>;
  /** The questions with an answer that the page does not know, and that is not given anew. */
  readonly unknown: readonly string[];
}

/**
 * A form that changes stored answers: what it shows for these values, and what it changes. The API removes the
 * answers to questions that a change no longer raises.
 * @param isIn the questions of this form, of those that are asked; all by default
 */
export function readAnswerForm(
  questions: readonly Question[],
  { answers, hidden = [] }: FormerAnswers,
  typed: FormValues,
  context: AnswerContext,
  isIn: (question: Question) => boolean = () => true,
): AnswerForm {
  const given = readFormAnswers(questions, { ...toAnswerFormValues(questions, answers), ...typed });
  const unknown = hidden.filter((key) => given[key] === undefined);
  const raised = listRaisedKeys(questions, { ...given, ...assumeAnswers(questions, unknown) }, context);
  const isShown = (question: Question) =>
    question.type === "section"
      ? isOpenTo({ ...question, type: "text" }, context)
      : isOpenTo(question, context) && isIn(question);
  const shown = dropEmptySections(questions.filter((question) => raised.has(question.key) && isShown(question)));
  const changed = shown.filter((question) => {
    const { key, type } = question;
    if (type === "section" || !(toAnswerPath(question) in typed)) return false;
    return unknown.includes(key) ? false : JSON.stringify(given[key]) !== JSON.stringify(answers[key]);
  });
  const changes = Object.fromEntries(changed.map(({ key }) => [key, given[key] ?? null]));
  const existing = Object.fromEntries(Object.entries(answers).filter(([key]) => !(key in changes)));
  return { shown, existing, changes, unknown };
}
