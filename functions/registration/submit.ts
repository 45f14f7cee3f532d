import type { CommandStore } from "#shared/commands/command-store.ts";
import { answerKnownAddressAsNew } from "#shared/commands/enumeration-protection.repository.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { answerStaffIfRegistered } from "#shared/http/registered-person.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { createSubmissionCommand, toReceipt } from "#shared/http/submission-command.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { addressKey } from "#shared/registrations/uniqueness-constraints.repository.ts";

/**
 * Registers a person, who receives a seat or joins the waiting list. A known address receives the same response as a
 * new one, except from the secretariat, which learns that the person is registered, unless they are protected from it.
 */
export const submitRegistration =
  (store: CommandStore, digest: PassportDigester): ApiHandler<"submitRegistration"> =>
  async (request) => {
    const { params, body, caller, deadline, idempotency } = request;
    return executeCommand(store, {
      ...(await createSubmissionCommand(store, digest, request, createId())),
      newPerson: {
        constraintKey: addressKey(params.conferenceId, body.person.email),
        answerIfRegistered: async (change, state, failure) => {
          const { found } = failure;
          if (change.actor.kind === "staff" || !found)
            return answerStaffIfRegistered(store, change, state, failure, {
              caller,
              answer: toReceipt,
              deadline,
              idempotency,
            });
          const known = { constraint: found, answer: toReceipt, deadline, idempotency };
          return answerKnownAddressAsNew(store, state, change, known);
        },
      },
    });
  };
