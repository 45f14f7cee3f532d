import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Question } from "#shared/model/question.ts";
import { useLastLoaded, useLoaded } from "../../kit/api/use-loaded.ts";
import { type ConferenceQuestions, listKnownQuestions } from "../../kit/form/answer-values.ts";
import { useConsoleContext } from "../console-context.ts";

const noQuestions: ConferenceQuestions = { version: 0, items: [] };

/**
 * The questions of the conference; `undefined` until they are there.
 * @param subject what they are loaded for, such as a version of a registration: they may have changed since the last one
 */
export function useConferenceQuestions(subject: string): {
  readonly questions: ConferenceQuestions | undefined;
  readonly error: unknown;
  readonly reload: () => void;
} {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getQuestions", { params: { conferenceId }, signal }),
    [conferenceId, subject, callApi],
  );
  return { questions: useLastLoaded(loaded), error: loaded.state === "failed" ? loaded.error : undefined, reload };
}

export const QuestionsContext = createContext<ConferenceQuestions | undefined>(undefined);

/** The questions around this component. */
export const useFormQuestions = (): ConferenceQuestions => useContext(QuestionsContext) ?? noQuestions;

/** As `useFormQuestions`, with the removed ones, whose answers are kept. */
export const useKnownQuestions = (): readonly Question[] => listKnownQuestions(useFormQuestions());
