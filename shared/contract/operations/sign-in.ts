import { linkAnswer, linkRequest, signInAnswer, signInRequest } from "../sign-in.ts";
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
} as const satisfies OperationsOf<"sign-in">;
