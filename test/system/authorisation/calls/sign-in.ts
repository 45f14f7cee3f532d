import { anAddress } from "../prepare.ts";
import type { CallsOf } from "../valid-call.ts";

export const signInCalls: CallsOf<"sign-in"> = {
  requestSignInLink: { may: ["public"], body: ({ conferenceId }) => ({ email: anAddress("asks"), conferenceId }) },
  signIn: { may: ["public"], body: () => ({ token: "x" }), reaches: "link-used-or-expired" },
  signOut: { may: ["public"], body: () => ({ accessToken: "x" }) },
};
