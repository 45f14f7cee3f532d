import { getTextInLanguage, type Language } from "#shared/model/conference.ts";
import type { AnswerValue, Question } from "#shared/model/question.ts";

/** How answers are worded in one language. */
export interface AnswerWording {
  readonly language: Language;
  readonly yes: string;
  readonly no: string;
  /** Stands for a file; by default its identifier. */
  readonly file?: string;
  /** The name of a country (ISO 3166-1 alpha-3). */
  readonly formatCountry: (code: string) => string;
}

function formatAnswerItem(
  { type, options = [] }: Pick<Question, "type" | "options">,
  value: string | number | boolean,
  { language, yes, no, file = String(value), formatCountry }: AnswerWording,
): string {
  if (type === "file") return file;
  if (typeof value === "boolean") return value ? yes : no;
  const title = options.find((each) => each.value === value)?.label;
  if (title) return getTextInLanguage(title, language);
  return type === "country" ? formatCountry(String(value)) : String(value);
}

/** An answer in words, several choices separated by `; `; empty without one. */
export const formatAnswer = (
  question: Pick<Question, "type" | "options">,
  answer: AnswerValue | undefined,
  wording: AnswerWording,
): string =>
  [answer ?? []]
    .flat()
    .map((value) => formatAnswerItem(question, value, wording))
    .join("; ");
