import * as z from "zod/mini";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { readJob } from "./read.ts";
import { listJobRows } from "./rows.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openTable(env.TABLE);

export const handler = serve({
  readJob: readJob(table, openDocuments(env.DOCUMENTS)),
  listJobRows: listJobRows(table),
});
