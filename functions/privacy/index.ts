import * as z from "zod/mini";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { eraseRegistration } from "./erase.ts";
import { readOwnData } from "./own-data.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openCommandStore(env.TABLE);
const documents = openDocuments(env.DOCUMENTS);

export const handler = serve({
  readOwnData: readOwnData(table, documents),
  eraseRegistration: eraseRegistration({ table, documents }),
});
