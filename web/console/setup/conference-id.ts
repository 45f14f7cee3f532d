import { slugPattern } from "#shared/model/conference.ts";
import { isUnknownConference } from "../../kit/api/client.ts";
import type { ApiCaller } from "../console-context.ts";
import type { SetupDraft } from "./setup-draft.ts";

export const isConferenceIdValid = (conferenceId: string): boolean => slugPattern.test(conferenceId);

/** A short name made of the title and the year, such as `dialogue-on-migration-2027`. */
export function suggestConferenceId({ title, startsOn }: Pick<SetupDraft, "title" | "startsOn">): string {
  const words =
    title.en
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const year = startsOn.slice(0, 4);
  const named = words.join("-").slice(0, 40).replace(/-+$/, "");
  if (named === "") return "";
  return named.endsWith(year) ? named : `${named}-${year}`;
}

/** Whether a conference with this identifier exists, which a new one would overwrite. @throws NetworkError */
export async function isConferenceIdTaken(callApi: ApiCaller | undefined, conferenceId: string): Promise<boolean> {
  try {
    return (await callApi?.("getConference", { params: { conferenceId } })) !== undefined;
  } catch (error) {
    if (isUnknownConference(error)) return false;
    throw error;
  }
}
