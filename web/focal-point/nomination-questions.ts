import type { FieldError } from "#shared/model/domain-error.ts";
import type { AnswerValue, AnswerValues, Question } from "#shared/model/question.ts";
import { type AnswerContext, isOpenTo, listNeededKeys } from "#shared/questions/questions.rules.ts";
import type { SelectOption } from "../kit/components/fields.tsx";
import { type ConferenceQuestions, readFormAnswers, toAnswerPath } from "../kit/form/answer-values.ts";
import type { validateAnswers } from "../kit/form/form-rules.ts";
import type { FormValue } from "../kit/form/form-values.ts";
import { getLocalizedText } from "../kit/i18n/translations.tsx";
import { findOption } from "./nomination-choices.ts";
import { getCell, type NominationRow } from "./nomination-rows.ts";
import type { OwnDelegation } from "./own-delegation.ts";
import type { useTranslation } from "./translations.ts";

type Reader = ReturnType<typeof useTranslation>;

/** For whom a focal point answers. */
export const toNomineeContext = ({ category }: Pick<OwnDelegation, "category">, role: string): AnswerContext => ({
  category,
  role,
  askedAt: "registration",
  respondent: "focal-point",
  now: new Date().toISOString(),
});

/** The questions that a focal point may answer for nominees of the delegation. */
export function listNominationQuestions(
  { items }: ConferenceQuestions,
  delegation: Pick<OwnDelegation, "category">,
): readonly Question[] {
  const context = toNomineeContext(delegation, "");
  const isAsked = (question: Question) =>
    isOpenTo(question, context) && (question.categories?.includes(delegation.category) ?? true);
  return (items as readonly Question[]).filter(isAsked);
}

/** The questions with a column: the required ones, those on which they depend, and those with an answer. */
export function selectShownQuestions(
  questions: readonly Question[],
  rows: readonly NominationRow[],
  showsAll: boolean,
): readonly Question[] {
  if (showsAll) return questions;
  const isAnswered = (question: Question) => rows.some((row) => getCell(row, toAnswerPath(question)) !== "");
  const shown = listNeededKeys(questions, (question) => question.required === true || isAnswered(question));
  return questions.filter(({ key }) => shown.has(key));
}

const emptyOption: SelectOption = { value: "", label: "–" };

/** The options of a question with a fixed list of single answers. */
export function listQuestionOptions(
  { type, options = [] }: Question,
  { t, language }: Reader,
): readonly SelectOption[] {
  if (type === "yes-no")
    return [emptyOption, { value: "yes", label: t("common.yes") }, { value: "no", label: t("common.no") }];
  return [emptyOption, ...options.map(({ value, label }) => ({ value, label: getLocalizedText(label, language) }))];
}

/** The value of the form that a typed or pasted cell means. */
function parseAnswerCell(
  question: Question,
  text: string,
  reader: Reader,
  parseCountry: (text: string) => string,
): FormValue {
  const options = listQuestionOptions(question, reader);
  if (question.type === "country") return parseCountry(text);
  if (question.type === "choices")
    return text
      .split(/[;\n]+/)
      .filter((each) => each.trim() !== "")
      .map((each) => findOption(options, each));
  return question.type === "choice" || question.type === "yes-no" ? findOption(options, text) : text;
}

/** The answers in the cells of a row. */
export function readRowAnswers(
  questions: readonly Question[],
  row: NominationRow,
  reader: Reader,
  parseCountry: (text: string) => string,
): AnswerValues {
  const cells = questions.map((question) => {
    const path = toAnswerPath(question);
    const text = getCell(row, path).trim();
    return [path, text === "" ? "" : parseAnswerCell(question, text, reader, parseCountry)] as const;
  });
  return readFormAnswers(questions, Object.fromEntries(cells));
}

/** The errors of the answers of each person. */
export const findAnswerErrors = (
  validate: typeof validateAnswers,
  { items }: ConferenceQuestions,
  delegation: Pick<OwnDelegation, "category">,
  people: readonly { readonly role: string; readonly answers?: Readonly<Record<string, AnswerValue>> }[],
): FieldError[] =>
  people.flatMap(({ role, answers = {} }, index) =>
    validate(items, answers, toNomineeContext(delegation, role)).map((error) => ({
      ...error,
      path: `items.${index}.${error.path}`,
    })),
  );
