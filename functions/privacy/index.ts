import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { getFormPrefill, listEarlierRegistrations } from "./earlier-registrations.ts";
import { requestErasure } from "./erasure.ts";
import { getOwnData } from "./own-data.ts";

const environmentSchema = z.object({ ...tableEnvironment, DOCUMENTS_BUCKET: requiredVariable });
export type PrivacyEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openCommandStore(env.TABLE_NAME);
const documents = connectDocumentsBucket(env.DOCUMENTS_BUCKET);

export const handler = createHttpHandler({
  getOwnData: getOwnData(table, documents),
  eraseRegistration: requestErasure({ table, documents }),
  listEarlierRegistrations: listEarlierRegistrations(table),
  getFormPrefill: getFormPrefill(table),
});
