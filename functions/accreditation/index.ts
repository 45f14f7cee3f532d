import * as z from "zod/mini";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { acceptNomination, decideRegistration, decideRegistrations, proposeDecision } from "./decisions.ts";
import { listRegistrations } from "./queue.ts";
import { issueVisaLetter, setBadgeAccess } from "./registration-commands.ts";
import { startVisaLetterJob } from "./start-visa-letters.ts";

const environmentSchema = z.object(tableEnvironment);
export type AccreditationEnvironment = z.infer<typeof environmentSchema>;

const table = openCommandStore(parseEnvironment(environmentSchema).TABLE_NAME);

export const handler = createHttpHandler({
  listRegistrations: listRegistrations(table),
  decideRegistration: decideRegistration(table),
  decideRegistrations: decideRegistrations(table),
  acceptNomination: acceptNomination(table),
  setBadgeAccess: setBadgeAccess(table),
  issueVisaLetter: issueVisaLetter(table),
  startVisaLetterJob: startVisaLetterJob(table),
  proposeDecision: proposeDecision(table),
});
