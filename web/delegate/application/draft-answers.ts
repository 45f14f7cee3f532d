import type { AnswerValue, Question } from "#shared/model/question.ts";
import { type AnswerContext, listRaisedKeys } from "#shared/questions/questions.rules.ts";
import { findDefaultRole } from "#shared/registrations/roles.rules.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import type { FormValue, FormValues } from "../../kit/form/form-values.ts";
import type { PublicConference } from "../conference.tsx";

/** The questions of the conference, as the form shows them. */
export type PublicQuestions = ApiAnswer<"getQuestions">;

/** The path of an answer in the draft. No browser stores the values of sensitive ones (`stored-data.ts`). */
export const toDraftPath = ({ key, sensitive }: Pick<Question, "key" | "sensitive">): string =>
  `${sensitive ? "sensitiveAnswers" : "answers"}.${key}`;

/** The value of the request; `undefined` without an answer. */
function toAnswerValue({ type }: Pick<Question, "type">, value: FormValue | undefined): AnswerValue | undefined {
  if (value === undefined || value === "" || value === false) return undefined;
  if (typeof value !== "string") return typeof value === "object" && value.length === 0 ? undefined : value;
  if (type === "yes-no") return value === "yes";
  if (type !== "number") return value.trim() === "" ? undefined : value;
  const number = Number(value.trim().replace(",", "."));
  return Number.isFinite(number) && value.trim() !== "" ? number : value;
}

/** For whom the form asks. */
export const toAnswerContext = (values: FormValues, conference: PublicConference | undefined): AnswerContext => ({
  category: String(values["category"] ?? ""),
  role: String(values["role"] || (findDefaultRole(conference?.roles ?? []) ?? "delegate")),
  askedAt: "registration",
  respondent: "person",
  now: new Date().toISOString(),
});

export interface DraftAnswers {
  /** Of the questions. */
  readonly version: number;
  /** The questions and headings to show, in their order. */
  readonly shown: readonly Question[];
  /** The answers to the shown questions. */
  readonly answers: Readonly<Record<string, AnswerValue>>;
}

/** The questions that the form shows for these values, and their answers. An answer that is hidden again is not sent. */
export function readDraftAnswers(
  questions: PublicQuestions | undefined,
  values: FormValues,
  conference: PublicConference | undefined,
): DraftAnswers {
  const items = (questions?.items ?? []) as readonly Question[];
  const context = toAnswerContext(values, conference);
  const given = Object.fromEntries(
    items.flatMap((question) => {
      const value = toAnswerValue(question, values[toDraftPath(question)]);
      return value === undefined ? [] : [[question.key, value] as const];
    }),
  );
  const raised = listRaisedKeys(items, given, context);
  const shown = items.filter(({ key, askedAt, staffOnly }) => raised.has(key) && askedAt !== "approved" && !staffOnly);
  const keys = new Set(shown.map(({ key }) => key));
  return {
    version: questions?.version ?? 0,
    shown,
    answers: Object.fromEntries(Object.entries(given).filter(([key]) => keys.has(key))),
  };
}
