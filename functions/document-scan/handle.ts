import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import type { CommandStore } from "#shared/commands/command-store.ts";
import {
  type Documents,
  dropUploaded,
  isClean,
  keepChecked,
  readUploaded,
  scanResultOf,
} from "#shared/documents/bucket.ts";
import { inspect } from "#shared/documents/inspect.ts";
import { FileRefused } from "#shared/documents/refused.ts";
import type { DocumentState, StoredDocument } from "#shared/domain/document.ts";
import { log } from "#shared/http/log.ts";
import { findDocument, settleDocument } from "#shared/store/documents.ts";
import { handOver } from "./hand-over.ts";

/** GuardDuty's word on one uploaded object (its user guide, "Monitoring S3 object scans with Amazon EventBridge"). */
const scanned = z.object({
  detail: z.object({
    s3ObjectDetails: z.object({ objectKey: z.string(), eTag: z.string() }),
    scanResultDetails: z.object({ scanResultStatus: z.string() }),
  }),
});

/**
 * An upload has been scanned for malware: now it is looked into, and either kept and handed to whom it belongs, or refused by
 * name. Told of twice, it does nothing twice; an upload that was replaced after its scan waits for its own.
 */
export const handleScanned =
  (table: CommandStore, documents: Documents) =>
  async (event: unknown, context: Pick<Context, "getRemainingTimeInMillis">): Promise<void> => {
    const { s3ObjectDetails, scanResultDetails } = z.parse(scanned, event).detail;
    const documentId = s3ObjectDetails.objectKey.split("/").at(-1) ?? "";
    const deadline = Date.now() + context.getRemainingTimeInMillis() - 2_000;
    const document = await findDocument(table, documentId);
    if (document) {
      const known = document.standing.state !== "awaited";
      const scan = { eTag: s3ObjectDetails.eTag, status: scanResultDetails.scanResultStatus };
      const standing = known ? document.standing : await lookInto(documents, document, scan);
      if (!standing) return;
      if (!known) await settleDocument(table, documentId, standing);
      await handOver(table, { ...document, standing }, deadline);
      log("document.settled", { documentId, kind: document.kind, state: standing.state, ...refusalOf(standing) });
    }
    await dropUploaded(documents, documentId);
  };

const refusalOf = (standing: DocumentState) => (standing.state === "refused" ? { refusal: standing.refusal } : {});

interface Scan {
  readonly eTag: string;
  readonly status: string;
}

/** @returns what becomes of it; none where the scan was of another upload */
async function lookInto(
  documents: Documents,
  { documentId, kind }: StoredDocument,
  { eTag, status }: Scan,
): Promise<DocumentState | undefined> {
  const uploaded = await readUploaded(documents, documentId);
  if (uploaded.eTag !== eTag.replaceAll('"', "")) return undefined;
  // Both must say so: the event, and the object's own tag, which an event made up by anyone else couldn't set.
  const result = isClean(status) ? await scanResultOf(documents, documentId) : status;
  if (!isClean(result)) {
    return { state: "refused", refusal: result === "THREATS_FOUND" ? "malware-found" : "malware-not-ruled-out" };
  }
  try {
    const kept = await inspect(kind, uploaded.contentType, uploaded.bytes);
    await keepChecked(documents, documentId, { kind, ...kept });
    return { state: "checked", fileType: kept.fileType, size: kept.bytes.length };
  } catch (error) {
    if (error instanceof FileRefused) return { state: "refused", refusal: error.refusal };
    throw error;
  }
}
