import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Question } from "#shared/model/question.ts";
import { useLastLoaded, useLoaded } from "../../kit/api/use-loaded.ts";
import { type ConferenceQuestions, listKnownQuestions } from "../../kit/form/answer-values.ts";
import { useConsoleContext } from "../console-context.ts";

const noQuestions: ConferenceQuestions = { version: 0, items: [] };

/**
 * The questions of the conference; `undefined` until they are there. Where it has none, nothing is loaded.
 * @param subject what they are loaded for, such as a version of a registration: they may have changed since the last one
 * @param hasAnswers whether the subject has answers, to questions that the settings of this page may not know yet
 */
export function useConferenceQuestions(
  subject: string,
  hasAnswers = false,
): {
  readonly questions: ConferenceQuestions | undefined;
  readonly error: unknown;
  readonly reload: () => void;
} {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId, questionsVersion = 0 } = settings;
  const isNeeded = questionsVersion > 0 || hasAnswers;
  const { loaded, reload } = useLoaded(
    async (signal) => (isNeeded ? callApi("getQuestions", { params: { conferenceId }, signal }) : noQuestions),
    [conferenceId, subject, isNeeded, callApi],
  );
  return { questions: useLastLoaded(loaded), error: loaded.state === "failed" ? loaded.error : undefined, reload };
}

export const QuestionsContext = createContext<ConferenceQuestions | undefined>(undefined);

/** The questions around this component. */
export const useFormQuestions = (): ConferenceQuestions => useContext(QuestionsContext) ?? noQuestions;

/** As `useFormQuestions`, with the removed ones, whose answers are kept. */
export const useKnownQuestions = (): readonly Question[] => listKnownQuestions(useFormQuestions());
