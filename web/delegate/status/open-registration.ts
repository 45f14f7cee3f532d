import type { AnswerOf } from "../../api/client.ts";
import type { ConferenceAnswer } from "../use-conference.ts";

export type RegistrationAnswer = AnswerOf<"readRegistration">;

/** What each part of the page works on. */
export interface Standing {
  readonly registration: RegistrationAnswer;
  readonly conference: ConferenceAnswer;
  readonly token: string;
  readonly onChange: (registration: RegistrationAnswer) => void;
}
