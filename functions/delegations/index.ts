import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { createLazyKmsMac, createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { confirmFocalPoint, createDelegation, requestDelegation, updateDelegation } from "./change-delegation.ts";
import { confirmMembers, createSubstitution, nominateMembers, rankMembers, recordCredentialReview } from "./members.ts";
import { moveMembers } from "./move-members.ts";
import { getDelegation, listDelegations, listOrganizations } from "./read-delegations.ts";

const environmentSchema = z.object({
  ...authorizerEnvironment,
  ...tableEnvironment,
  PASSPORT_KEY_ARN: requiredVariable,
});
export type DelegationsEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openCommandStore(env.TABLE_NAME);
const digestPassportNumber = createPassportDigester(createLazyKmsMac(env.PASSPORT_KEY_ARN), table);

export const handler = createHttpHandler(
  {
    requestDelegation: requestDelegation(table),
    createDelegation: createDelegation(table),
    listDelegations: listDelegations(table),
    listOrganizations: listOrganizations(table),
    getDelegation: getDelegation(table),
    updateDelegation: updateDelegation(table),
    confirmFocalPoint: confirmFocalPoint(table),
    nominateMembers: nominateMembers(table, digestPassportNumber),
    confirmMembers: confirmMembers(table),
    moveMembers: moveMembers(table),
    rankMembers: rankMembers(table),
    createSubstitution: createSubstitution(table, digestPassportNumber),
    recordCredentialReview: recordCredentialReview(table),
  },
  createLazyAuthorizer(env),
);
