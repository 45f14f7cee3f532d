import * as z from "zod/mini";
import { createKmsBadgeKeys } from "#shared/badges/signer.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import { createFontReader, FontCollection } from "#shared/printing/text/fonts.ts";
import { createKmsClient } from "#shared/runtime/kms-mac.ts";
import { failIfRecordsFail, parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { runBadgeBatch } from "./run-badge-batch.ts";

const environmentSchema = z.object({
  ...tableEnvironment,
  BADGE_KEY_ARNS: requiredVariable,
  DOCUMENTS_BUCKET: requiredVariable,
  FONTS_DIR: requiredVariable,
});
export type BadgeWorkerEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);
const signer = createKmsBadgeKeys(createKmsClient(), env.BADGE_KEY_ARNS);
const badgeDataLoader = {
  table,
  signer,
  documents: connectDocumentsBucket(env.DOCUMENTS_BUCKET),
  fonts: new FontCollection(createFontReader(env.FONTS_DIR)),
};

export const handler = failIfRecordsFail(createJobHandler(table, "badge", runBadgeBatch(badgeDataLoader)));
