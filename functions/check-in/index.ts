import * as z from "zod/mini";
import { createKmsBadgeKeys } from "#shared/badges/signer.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { createKmsClient } from "#shared/runtime/kms-mac.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { getHeadcount, listIncidents } from "./check-in-reports.ts";
import { getGateList } from "./gate-list.ts";
import { recordScans } from "./scan.ts";

const environmentSchema = z.object({
  ...tableEnvironment,
  BADGE_KEY_ARNS: requiredVariable,
  DOCUMENTS_BUCKET: requiredVariable,
});
export type CheckInEnvironment = z.infer<typeof environmentSchema>;

const { TABLE_NAME, BADGE_KEY_ARNS, DOCUMENTS_BUCKET } = parseEnvironment(environmentSchema);
const table = openTable(TABLE_NAME);

const badgeKeys = createKmsBadgeKeys(createKmsClient(), BADGE_KEY_ARNS);

export const handler = createHttpHandler({
  recordScans: recordScans(table, badgeKeys, connectDocumentsBucket(DOCUMENTS_BUCKET)),
  getGateList: getGateList(table, badgeKeys),
  getHeadcount: getHeadcount(table),
  listIncidents: listIncidents(table),
});
