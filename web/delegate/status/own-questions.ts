import { callApi } from "../../kit/api/client.ts";
import { useLastLoaded, useLoaded } from "../../kit/api/use-loaded.ts";
import type { ConferenceQuestions } from "../../kit/form/answer-values.ts";
import { loadModule } from "../../kit/hooks/use-lazy-component.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

/** The questions of the conference, and the part of the page that shows them. */
export type AskedQuestions = ConferenceQuestions & { readonly part: typeof import("./own-answers.tsx") };

/** The props of the parts of the page that need the questions, once they are there. */
export type AskedProps = OwnRegistrationProps & { readonly asked?: AskedQuestions | undefined };

/** Where the conference has no questions, nothing is loaded. */
export function useAskedQuestions({ conference }: Pick<OwnRegistrationProps, "conference">) {
  const { conferenceId, questionsVersion } = conference;
  const { loaded, reload } = useLoaded(
    async (signal): Promise<AskedQuestions | undefined> => {
      if (!questionsVersion) return undefined;
      const part = await loadModule(import("./own-answers.tsx"));
      return { ...(await callApi("getQuestions", { params: { conferenceId }, signal })), part };
    },
    [conferenceId, questionsVersion],
  );
  return { asked: useLastLoaded(loaded), error: loaded.state === "failed" ? loaded.error : undefined, reload };
}
