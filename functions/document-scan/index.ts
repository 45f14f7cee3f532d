import * as z from "zod/mini";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleScanned } from "./handle.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);

export const handler = handleScanned(openCommandStore(env.TABLE), openDocuments(env.DOCUMENTS));
