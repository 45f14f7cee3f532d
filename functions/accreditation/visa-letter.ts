import type { CommandStore } from "#shared/commands/command-store.ts";
import { issueVisaLetter as issue } from "#shared/domain/visa-letter.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** Issues a letter of invitation, which is mailed to the person; one that they had before is valid no more. */
export const issueVisaLetter =
  (table: CommandStore): Handler<"issueVisaLetter"> =>
  (request) =>
    executeOnRegistration(table, request, (before, _, context) => issue(before, request.body.language, context));
