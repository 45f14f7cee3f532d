import type { AnswerOf } from "../api/client.ts";

export type DelegationAnswer = AnswerOf<"readDelegation">;
export type Member = DelegationAnswer["members"][number];

/** What each part of the page works on. */
export interface Team {
  readonly delegation: DelegationAnswer;
  readonly conference: AnswerOf<"readConference">;
  readonly token: string;
  /** Shows what the API answered. */
  readonly set: (delegation: DelegationAnswer) => void;
  /** Asks the API anew. */
  readonly again: () => void;
}
