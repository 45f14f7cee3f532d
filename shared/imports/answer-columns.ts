import type { LocalizedText } from "#shared/model/conference.ts";
import type { Question, QuestionOption, QuestionType } from "#shared/model/question.ts";

/** A column of the answers to a question. Its path is `answers.` and the key of the question. */
interface AnswerColumn {
  readonly path: string;
  readonly kind: "text" | "flag" | "list";
  readonly isRequired: false;
  readonly format?: "date" | "country";
  readonly maxLength?: number;
  /** The names of the column, besides the key of the question. */
  readonly label: LocalizedText;
  readonly key: string;
  readonly options?: readonly QuestionOption[];
  readonly isNumber?: true;
  /** Its values are in no list of values to map. */
  readonly isSensitive?: true;
}

const kinds: Readonly<Partial<Record<QuestionType, "flag" | "list">>> = { "yes-no": "flag", choices: "list" };
const formats: Readonly<Partial<Record<QuestionType, "date" | "country">>> = { date: "date", country: "country" };

/** The columns of the questions that staff can answer for a person. */
export const listAnswerColumns = (questions: readonly Question[]): AnswerColumn[] =>
  questions
    .filter(({ type }) => type !== "section" && type !== "acknowledgement" && type !== "file")
    .map(({ key, type, label, options, maxLength, sensitive }) => ({
      path: `answers.${key}`,
      kind: kinds[type] ?? "text",
      isRequired: false,
      key,
      label,
      ...(formats[type] && { format: formats[type] }),
      ...(maxLength !== undefined && { maxLength }),
      ...(options && { options }),
      ...(type === "number" && { isNumber: true }),
      ...(sensitive && { isSensitive: true }),
    }));
