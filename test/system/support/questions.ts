import { asSecretariat, callSuccessfully, createConference } from "./system.ts";

/** Saves the questions of a conference. */
export async function askQuestions(conferenceId: string, ...items: readonly object[]): Promise<void> {
  const path = `/v1/conferences/${conferenceId}/questions`;
  await callSuccessfully(path, asSecretariat({ method: "PUT", body: { items } }));
}

/** A conference that asks these questions. */
export async function createAskingConference(items: readonly object[], seats = 20): Promise<string> {
  const conferenceId = await createConference(seats);
  await askQuestions(conferenceId, ...items);
  return conferenceId;
}
