import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import { failIfRecordsFail, parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { deleteExpiredFiles } from "./expired-files.ts";
import { runExport } from "./run-export.ts";

const environmentSchema = z.object({
  ...tableEnvironment,
  DOCUMENTS_BUCKET: requiredVariable,
  FONTS_DIR: requiredVariable,
  SITE_URL: requiredVariable,
});
export type ExportWorkerEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);
const sources = {
  table,
  documents: connectDocumentsBucket(env.DOCUMENTS_BUCKET),
  fontsFolder: env.FONTS_DIR,
  siteUrl: env.SITE_URL,
};

export const handler = failIfRecordsFail(
  createJobHandler(table, "export", runExport(sources), () => deleteExpiredFiles(sources, new Date().toISOString())),
);
