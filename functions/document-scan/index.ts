import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleScanResult } from "./handle.ts";
import { connectUploadInspector } from "./upload-inspector.ts";

const environmentSchema = z.object({
  ...tableEnvironment,
  DOCUMENTS_BUCKET: requiredVariable,
  INSPECT_FUNCTION: requiredVariable,
});
export type DocumentScanEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);

export const handler = handleScanResult(
  openCommandStore(env.TABLE_NAME),
  connectDocumentsBucket(env.DOCUMENTS_BUCKET),
  connectUploadInspector(env.INSPECT_FUNCTION),
);
