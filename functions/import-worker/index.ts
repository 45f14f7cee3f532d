import * as z from "zod/mini";
import type { MemberCursor, MemberJobRequest } from "#shared/delegations/member-job.rules.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import type { ImportCursor, ImportRequest } from "#shared/imports/import.rules.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import type { Job } from "#shared/model/job.ts";
import { createLazyKmsMac, createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { failIfRecordsFail, parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import type { VisaLetterCursor, VisaLetterJobRequest } from "#shared/visa-letters/visa-letter-job.rules.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { changeMembers } from "./change-members.ts";
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
const digestPassportNumber = createPassportDigester(createLazyKmsMac(env.PASSPORT_KEY_ARN), table);

const importSheet = runImport(table, connectDocumentsBucket(env.DOCUMENTS_BUCKET), digestPassportNumber);
const runVisaLetterJob = changeVisaLetters(table);
const runMemberJob = changeMembers(table);

type AnyRequest = ImportRequest | VisaLetterJobRequest | MemberJobRequest;
type AnyCursor = ImportCursor | VisaLetterCursor | MemberCursor;

export const handler = failIfRecordsFail(
  createJobHandler<AnyRequest, AnyCursor>(table, ["import", "visa-letters", "members"], (job, chunk) => {
    switch (job.kind) {
      case "visa-letters":
        return runVisaLetterJob(job as Job<VisaLetterJobRequest, VisaLetterCursor>, chunk);
      case "members":
        return runMemberJob(job as Job<MemberJobRequest, MemberCursor>, chunk);
      default:
        return importSheet(job as Job<ImportRequest, ImportCursor>, chunk);
    }
  }),
);
