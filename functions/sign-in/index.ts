import { KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod/mini";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { issuerEnvironment, issuerOf } from "#shared/http/staff-token.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { requestSignInLink } from "./request-link.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

const environment = z.object({ ...tableEnvironment, ...issuerEnvironment, LINK_KEY: variable });
export type Environment = z.infer<typeof environment>;

const settings = environmentOf(environment);
const table = openCommandStore(settings.TABLE);

export const handler = serve({
  requestSignInLink: requestSignInLink(table),
  signIn: signIn(table, new KMSClient(), settings.LINK_KEY),
  signOut: signOut(table, issuerOf(settings)),
});
