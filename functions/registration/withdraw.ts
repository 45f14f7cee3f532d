import type { CommandStore } from "#shared/commands/command-store.ts";
import { withdraw } from "#shared/domain/accreditation.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** Withdraws a registration. Its seat goes to the waiting list. */
export const withdrawRegistration =
  (table: CommandStore): Handler<"withdrawRegistration"> =>
  async (request) => {
    const { reason } = request.body;
    return executeOnRegistration(table, request, (before, _, context) => withdraw(before, context, reason));
  };
