import type { CommandStore } from "#shared/commands/command-store.ts";
import { answerKnownAddressAsNew } from "#shared/commands/enumeration-protection.repository.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { createSubmissionCommand, toReceipt } from "#shared/http/submission-command.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { addressKey } from "#shared/registrations/uniqueness-constraints.repository.ts";

/**
 * Registers a person, who receives a seat or joins the waiting list. A known address receives the same response as a new
 * one, except from the secretariat, which learns that the person is registered.
 */
export const submitRegistration =
  (store: CommandStore, digest: PassportDigester): ApiHandler<"submitRegistration"> =>
  async (request) => {
    const { params, body, deadline, idempotency } = request;
    return executeCommand(store, {
      ...(await createSubmissionCommand(store, digest, request, createId())),
      newPerson: {
        constraintKey: addressKey(params.conferenceId, body.person.email),
        answerIfRegistered: async (change, state, { found }) => {
          if (change.actor.kind === "staff" || !found) throw new DomainError("already-registered");
          const known = { constraint: found, answer: toReceipt, deadline, idempotency };
          return answerKnownAddressAsNew(store, state, change, known);
        },
      },
    });
  };
