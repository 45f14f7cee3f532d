import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { getJob, listJobRows } from "./jobs.ts";

const environmentSchema = z.object({ ...tableEnvironment, DOCUMENTS_BUCKET: requiredVariable });
export type JobEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);

const documents = connectDocumentsBucket(env.DOCUMENTS_BUCKET);

export const handler = createHttpHandler({
  getJob: getJob(table, documents),
  listJobRows: listJobRows(table, documents),
});
