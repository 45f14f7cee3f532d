import type { CommandStore } from "#shared/commands/command-store.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { tellApart as rule } from "#shared/domain/same-person.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import { mayCompare } from "#shared/http/views.ts";
import { loadRegistration } from "#shared/store/registrations.ts";

/** Two who looked like one person are two. Whoever may not compare them isn't told whether the other is there. */
export const tellApart =
  (table: CommandStore): Handler<"tellApart"> =>
  async (request) =>
    executeOnRegistration(table, request, async (before, { conference }, context) => {
      const other = await loadRegistration(table, request.body.registrationId);
      if (!mayCompare(before, other, { conference, caller: request.caller })) throw new Refusal("not-found");
      return rule(before, other, context);
    });
