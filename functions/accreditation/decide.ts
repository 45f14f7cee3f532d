import type { CommandStore } from "#shared/commands/command-store.ts";
import * as accreditation from "#shared/domain/accreditation.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** The secretariat decides on one registration. */
export const decide =
  (table: CommandStore): Handler<"decide"> =>
  async (request) => {
    const decision = request.body as accreditation.Decision;
    return executeOnRegistration(table, request, (before, { conference, pools }, context) =>
      accreditation.decide(conference, pools, before, decision, context),
    );
  };
