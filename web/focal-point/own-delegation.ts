import type { ApiAnswer } from "../kit/api/client.ts";

export type OwnDelegation = ApiAnswer<"getDelegation">;
export type OwnDelegationMember = OwnDelegation["members"][number];

/** The props that the parts of the page share. */
export interface OwnDelegationProps {
  readonly delegation: OwnDelegation;
  readonly conference: ApiAnswer<"getConference">;
  readonly token: string;
  /** Shows the delegation from an API response. */
  readonly setDelegation: (delegation: OwnDelegation) => void;
  /** Loads the delegation again. */
  readonly reload: () => void;
}
