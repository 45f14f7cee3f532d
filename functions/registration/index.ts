import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { createLazyKmsMac, createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { submitRegistration } from "./submit.ts";

const environmentSchema = z.object({
  ...authorizerEnvironment,
  ...tableEnvironment,
  PASSPORT_KEY_ARN: requiredVariable,
});
export type RegistrationEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openCommandStore(env.TABLE_NAME);
const digestPassportNumber = createPassportDigester(createLazyKmsMac(env.PASSPORT_KEY_ARN), table);

/** Loaded with the first request for a registration, or for a change of one: no submission needs their rules. */
const loadReader = () => import("./read.ts");
const loadCorrections = () => import("./amend-registration.ts");
const loadChanges = () => import("./change-registration.ts");

export const handler = createHttpHandler(
  {
    submitRegistration: submitRegistration(table, digestPassportNumber),
    getRegistration: async (request) => (await loadReader()).getRegistration(table)(request),
    amendRegistration: async (request) =>
      (await loadCorrections()).amendRegistration(table, digestPassportNumber)(request),
    decideChangeRequest: async (request) => (await loadCorrections()).decideChangeRequest(table)(request),
    withdrawRegistration: async (request) => (await loadChanges()).withdrawRegistration(table)(request),
    liftSuppression: async (request) => (await loadChanges()).liftSuppression(table)(request),
    requestMembership: async (request) => (await loadChanges()).requestMembership(table)(request),
    acceptOffer: async (request) => (await loadChanges()).acceptSeatOffer(table)(request),
    declineOffer: async (request) => (await loadChanges()).declineSeatOffer(table)(request),
  },
  createLazyAuthorizer(env),
);
