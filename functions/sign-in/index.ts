import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { createTokenIssuer, tokenIssuerEnvironment } from "#shared/auth/staff-token.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { createKmsClient } from "#shared/runtime/kms-mac.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { endOwnSessions, endRegistrationSessions, listSessions } from "./sessions.ts";
import { requestSignInLink, signIn, signOut } from "./sign-in.ts";

const environmentSchema = z.object({
  ...authorizerEnvironment,
  ...tableEnvironment,
  ...tokenIssuerEnvironment,
  SIGN_IN_KEY_ARN: requiredVariable,
});
export type SignInEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openCommandStore(env.TABLE_NAME);

export const handler = createHttpHandler(
  {
    requestSignInLink: requestSignInLink(table),
    signIn: signIn(table, createKmsClient(), env.SIGN_IN_KEY_ARN),
    signOut: signOut(table, createTokenIssuer(env)),
    listSessions: listSessions(table),
    endSessions: endOwnSessions(table),
    endRegistrationSessions: endRegistrationSessions(table),
  },
  createLazyAuthorizer(env),
);
