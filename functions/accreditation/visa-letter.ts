import { issueVisaLetter as issue } from "#shared/domain/issue-visa-letter.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** Issues a letter of invitation, which is mailed to the person; one that they had before is valid no more. */
export const issueVisaLetter =
  (table: Table): Handler<"issueVisaLetter"> =>
  (request) =>
    carryOutOn(table, request, (before, _, occasion) => issue(before, request.body.language, occasion));
