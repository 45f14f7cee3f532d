import { linkAnswer, linkRequest, signInAnswer, signInRequest, signOutAnswer, signOutRequest } from "../sign-in.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const signInOperations = {
  requestSignInLink: {
    summary: "Mails a single-use link, if the address is registered",
    query: nothing,
    body: linkRequest,
    success: 202,
    answer: linkAnswer,
    refusals: [],
  },
  signIn: {
    summary: "Redeems a mailed link",
    query: nothing,
    body: signInRequest,
    success: 200,
    answer: signInAnswer,
    refusals: ["link-used-or-expired"],
  },
  signOut: {
    summary: "Ends the session of an access token; the same answer whether there was one",
    query: nothing,
    body: signOutRequest,
    success: 200,
    answer: signOutAnswer,
    refusals: [],
  },
} as const satisfies OperationsOf<"sign-in">;
