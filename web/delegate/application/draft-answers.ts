import type { AnswerValue, Question } from "#shared/model/question.ts";
import { type AnswerContext, listRaisedKeys } from "#shared/questions/questions.rules.ts";
import { findDefaultRole } from "#shared/registrations/roles.rules.ts";
import { type ConferenceQuestions, readFormAnswers } from "../../kit/form/answer-values.ts";
import type { FormValues } from "../../kit/form/form-values.ts";
import type { PublicConference } from "../conference.tsx";

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
  questions: ConferenceQuestions | undefined,
  values: FormValues,
  conference: PublicConference | undefined,
): DraftAnswers {
  const items = (questions?.items ?? []) as readonly Question[];
  const context = toAnswerContext(values, conference);
  const given = readFormAnswers(items, values);
  const raised = listRaisedKeys(items, given, context);
  const shown = items.filter(({ key, askedAt, staffOnly }) => raised.has(key) && askedAt !== "approved" && !staffOnly);
  const keys = new Set(shown.map(({ key }) => key));
  return {
    version: questions?.version ?? 0,
    shown,
    answers: Object.fromEntries(Object.entries(given).filter(([key]) => keys.has(key))),
  };
}
