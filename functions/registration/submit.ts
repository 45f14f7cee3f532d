import type { CommandStore } from "#shared/commands/command-store.ts";
import { answerKnownAddressAsNew } from "#shared/commands/enumeration-protection.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import type { Handler } from "#shared/http/request.ts";
import { createSubmissionCommand, toReceipt } from "#shared/http/submission.ts";
import { newId } from "#shared/store/ids.ts";
import { addressKey } from "#shared/store/uniqueness-constraints.ts";

/**
 * Registers a person, who receives a seat or joins the waiting list. A known address receives the same response as a new
 * one, except from the secretariat, which learns that the person is registered.
 */
export const submitRegistration =
  (store: CommandStore, digest: DigestPassport): Handler<"submitRegistration"> =>
  async (request) => {
    const { params, body, deadline, idempotency } = request;
    return executeCommand(store, {
      ...(await createSubmissionCommand(store, digest, request, newId())),
      newPerson: {
        constraintKey: addressKey(params.conferenceId, body.person.email),
        answerIfRegistered: async (change, state, { found }) => {
          if (change.actor.kind === "staff" || !found) throw new Refusal("already-registered");
          const known = { constraint: found, answer: toReceipt, deadline, idempotency };
          return answerKnownAddressAsNew(store, state, change, known);
        },
      },
    });
  };
