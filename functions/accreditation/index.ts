import * as z from "zod/mini";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { decide } from "./decide.ts";
import { decideMany } from "./decide-many.ts";
import { limitAccess } from "./limit-access.ts";
import { propose } from "./propose.ts";
import { listRegistrations } from "./queue.ts";
import { issueVisaLetter } from "./visa-letter.ts";

const environment = z.object(tableEnvironment);
export type Environment = z.infer<typeof environment>;

const table = openCommandStore(environmentOf(environment).TABLE);

export const handler = serve({
  listRegistrations: listRegistrations(table),
  decide: decide(table),
  decideMany: decideMany(table),
  limitAccess: limitAccess(table),
  issueVisaLetter: issueVisaLetter(table),
  propose: propose(table),
});
