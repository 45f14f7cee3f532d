import { type AnswerOf, call } from "../api/client.ts";
import { useLoaded } from "../kit/use-async.ts";

export type ConferenceAnswer = AnswerOf<"readConference">;

/** A conference as anyone may see it. */
export function useConference(conferenceId: string, language: string) {
  return useLoaded((signal) => call("readConference", { params: { conferenceId }, language, signal }), [conferenceId]);
}
