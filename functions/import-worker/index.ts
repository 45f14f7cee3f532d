import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import type { ImportCursor, ImportRequest } from "#shared/imports/import.rules.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import type { Job } from "#shared/model/job.ts";
import { createLazyKmsMac, createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { failIfRecordsFail, parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import type { VisaLetterCursor, VisaLetterJobRequest } from "#shared/visa-letters/visa-letter-job.rules.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { changeVisaLetters } from "./change-visa-letters.ts";
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

const importSheet = runImport(table, connectDocumentsBucket(env.DOCUMENTS_BUCKET), digestPassportNumber);
const changeLetters = changeVisaLetters(table);

export const handler = failIfRecordsFail(
  createJobHandler<ImportRequest | VisaLetterJobRequest, ImportCursor | VisaLetterCursor>(
    table,
    ["import", "visa-letters"],
    (job, chunk) =>
      job.kind === "visa-letters"
        ? changeLetters(job as Job<VisaLetterJobRequest, VisaLetterCursor>, chunk)
        : importSheet(job as Job<ImportRequest, ImportCursor>, chunk),
  ),
);
