import { callApi } from "../api/client.ts";
import { useLastLoaded, useLoaded } from "../api/use-loaded.ts";
import type { ConferenceQuestions } from "./answer-values.ts";

const noQuestions: ConferenceQuestions = { version: 0, items: [] };

/**
 * The questions of a conference that people are asked; none until they are loaded.
 * @param version the one that the page knows of; where there is none, nothing is loaded. `latest`: the page may not know of it
 */
export function useLoadedQuestions(conferenceId: string, version: number | "latest" | undefined) {
  const { loaded, reload } = useLoaded(
    async (signal): Promise<ConferenceQuestions> =>
      version ? await callApi("getQuestions", { params: { conferenceId }, signal }) : noQuestions,
    [conferenceId, version],
  );
  const error = loaded.state === "failed" ? loaded.error : undefined;
  return { asked: useLastLoaded(loaded) ?? noQuestions, isLoading: loaded.state === "loading", error, reload };
}
