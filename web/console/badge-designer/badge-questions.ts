import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Question } from "#shared/model/question.ts";
import { useLastLoaded, useLoaded } from "../../kit/api/use-loaded.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import type { PartNames } from "./layout/part-names.ts";

/** The questions of the conference; `undefined` until they are there. */
export const BadgeQuestions = createContext<readonly Question[] | undefined>(undefined);

/** Loads the questions of the conference, if it has any. */
export function useBadgeQuestions(): readonly Question[] | undefined {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId, questionsVersion } = settings;
  const { loaded } = useLoaded(
    async (signal): Promise<readonly Question[]> =>
      questionsVersion === undefined
        ? []
        : ((await callApi("getQuestions", { params: { conferenceId }, signal })).items as readonly Question[]),
    [conferenceId, questionsVersion, callApi],
  );
  return useLastLoaded(loaded);
}

/** What names the parts of the layout. */
export function usePartNames(): PartNames {
  const { find, language } = useTranslation();
  const questions = useContext(BadgeQuestions) ?? [];
  return { find, language, questions };
}
