import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import { createLazyKmsMac, createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { failIfRecordsFail, parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { runImport } from "./run-import.ts";

const environmentSchema = z.object({
  ...tableEnvironment,
  DOCUMENTS_BUCKET: requiredVariable,
  PASSPORT_KEY_ARN: requiredVariable,
});
export type ImportWorkerEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openCommandStore(env.TABLE_NAME);
const digestPassportNumber = createPassportDigester(createLazyKmsMac(env.PASSPORT_KEY_ARN));

export const handler = failIfRecordsFail(
  createJobHandler(
    table,
    "import",
    runImport(table, connectDocumentsBucket(env.DOCUMENTS_BUCKET), digestPassportNumber),
  ),
);
