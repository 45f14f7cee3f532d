import type { CommandStore } from "#shared/commands/command-store.ts";
import { protect } from "#shared/domain/protection.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Protection } from "#shared/domain/registration.ts";
import type { Caller } from "#shared/http/caller.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** The officer's own address, by which readers are named. */
function emailOf(caller: Caller): string {
  if (caller.kind !== "staff") throw new Refusal("not-allowed");
  return caller.email;
}

/** From now on the person appears under the alias. */
export const protectRegistration =
  (table: CommandStore): Handler<"protectRegistration"> =>
  async (request) => {
    const { reason, ...protection } = request.body;
    const email = emailOf(request.caller);
    return executeOnRegistration(table, request, (before, { conference }, context) =>
      protect(conference, before, protection as Protection, email, context, reason),
    );
  };

/** The person appears under their own name again. */
export const unprotectRegistration =
  (table: CommandStore): Handler<"unprotectRegistration"> =>
  async (request) => {
    const email = emailOf(request.caller);
    return executeOnRegistration(table, request, (before, { conference }, context) =>
      protect(conference, before, undefined, email, context),
    );
  };
