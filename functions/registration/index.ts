import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { createLazyKmsMac, createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import {
  acceptSeatOffer,
  declineSeatOffer,
  liftSuppression,
  requestMembership,
  withdrawRegistration,
} from "./change-registration.ts";
import { getRegistration } from "./read.ts";
import { submitRegistration } from "./submit.ts";

const environmentSchema = z.object({
  ...authorizerEnvironment,
  ...tableEnvironment,
  PASSPORT_KEY_ARN: requiredVariable,
});
export type RegistrationEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openCommandStore(env.TABLE_NAME);
const digestPassportNumber = createPassportDigester(createLazyKmsMac(env.PASSPORT_KEY_ARN));

/** Loaded with the first correction: no submission needs its rules. */
const loadCorrections = () => import("./amend-registration.ts");

export const handler = createHttpHandler(
  {
    submitRegistration: submitRegistration(table, digestPassportNumber),
    getRegistration: getRegistration(table),
    amendRegistration: async (request) =>
      (await loadCorrections()).amendRegistration(table, digestPassportNumber)(request),
    decideChangeRequest: async (request) => (await loadCorrections()).decideChangeRequest(table)(request),
    withdrawRegistration: withdrawRegistration(table),
    liftSuppression: liftSuppression(table),
    requestMembership: requestMembership(table),
    acceptOffer: acceptSeatOffer(table),
    declineOffer: declineSeatOffer(table),
  },
  createLazyAuthorizer(env),
);
