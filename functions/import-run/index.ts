import * as z from "zod/mini";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { digestPassport, kmsCode } from "#shared/http/passport.ts";
import { handleJobs } from "#shared/jobs/run.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { runImport } from "./run.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable, PASSPORT_KEY: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openCommandStore(env.TABLE);
const digest = digestPassport(kmsCode(env.PASSPORT_KEY));

export const handler = handleJobs(table, "import", runImport(table, openDocuments(env.DOCUMENTS), digest));
