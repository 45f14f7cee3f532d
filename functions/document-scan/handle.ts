import type { Context } from "aws-lambda";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import {
  type DocumentsBucket,
  deleteDocumentFiles,
  deleteQuarantinedFile,
  getScanResult,
  isCleanScanResult,
  readQuarantinedFile,
  saveCheckedFile,
} from "#shared/documents/bucket.ts";
import { findDocument, recordScanResult } from "#shared/documents/documents.repository.ts";
import { addCredentialLetter, attachDocument, detachDocument } from "#shared/documents/documents.rules.ts";
import type { Deadline } from "#shared/dynamodb/table.ts";
import { completeJob, startJob } from "#shared/jobs/jobs.repository.ts";
import type { CommandContext } from "#shared/model/change.ts";
import type { DocumentStatus, StoredDocument } from "#shared/model/document.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { log } from "#shared/runtime/lambda.ts";
import { FileRejectedError } from "./inspect/file-rejected-error.ts";
import { inspectFile } from "./inspect/inspect-file.ts";
import { parseScanResultEvent } from "./scan-result.contract.ts";

/**
 * Inspects an upload after its malware scan, and stores it for its owner or refuses it. The handler is idempotent. If the
 * upload was replaced after the scan, the scan of the replacement decides.
 */
export const handleScanResult =
  (table: CommandStore, documents: DocumentsBucket) =>
  async (event: unknown, context: Pick<Context, "getRemainingTimeInMillis">): Promise<void> => {
    const { s3ObjectDetails, scanResultDetails } = parseScanResultEvent(event);
    const documentId = s3ObjectDetails.objectKey.split("/").at(-1) ?? "";
    const deadline = Date.now() + context.getRemainingTimeInMillis() - 2_000;
    const document = await findDocument(table, documentId);
    if (document) {
      const { kind } = document;
      const isRecorded = document.status.state !== "awaited";
      const scan = { eTag: s3ObjectDetails.eTag, status: scanResultDetails.scanResultStatus };
      const status = isRecorded ? document.status : await inspectUpload(documents, document, scan);
      if (!status) return;
      if (!isRecorded) await recordOrDelete(table, documents, documentId, status);
      await applyScanResult(table, { ...document, status }, deadline);
      const rejection = status.state === "refused" ? { refusal: status.rejection } : {};
      log("document.scan-recorded", { documentId, kind, state: status.state, ...rejection });
    }
    await deleteQuarantinedFile(documents, documentId);
  };

/** Records the result, or deletes the file of a document that was erased while it was inspected. */
async function recordOrDelete(
  table: CommandStore,
  documents: DocumentsBucket,
  documentId: string,
  status: DocumentStatus,
): Promise<void> {
  const isRecorded = await recordScanResult(table, documentId, status);
  if (!isRecorded && !(await findDocument(table, documentId))) await deleteDocumentFiles(documents, documentId);
}

interface MalwareScan {
  readonly eTag: string;
  readonly status: string;
}

/** @returns the state of the document; `undefined` if the scan was of another upload */
async function inspectUpload(
  documents: DocumentsBucket,
  { documentId, kind }: StoredDocument,
  { eTag, status }: MalwareScan,
): Promise<DocumentStatus | undefined> {
  const uploaded = await readQuarantinedFile(documents, documentId);
  if (uploaded.eTag !== eTag.replaceAll('"', "")) return undefined;
  // The event and the tag of the object must agree, because only GuardDuty can set the tag.
  const result = isCleanScanResult(status) ? await getScanResult(documents, documentId) : status;
  if (!isCleanScanResult(result)) {
    return { state: "refused", rejection: result === "THREATS_FOUND" ? "malware-found" : "malware-not-ruled-out" };
  }
  try {
    const file = await inspectFile(kind, uploaded.contentType, uploaded.bytes);
    await saveCheckedFile(documents, documentId, { kind, ...file });
    return { state: "checked", fileType: file.fileType, size: file.bytes.length };
  } catch (error) {
    if (error instanceof FileRejectedError) return { state: "refused", rejection: error.reason };
    throw error;
  }
}

/**
 * Applies the state of a document to its owner: attaches it to the registration or the delegation, starts the job, or
 * detaches a refused document. An upload without owner expires within a day.
 */
async function applyScanResult(table: CommandStore, document: StoredDocument, deadline: Deadline): Promise<void> {
  const { owner, conferenceId, documentId, kind, status } = document;
  const context: CommandContext = { actor: { kind: "system", id: "document-scan" }, at: new Date().toISOString() };
  if (!owner) return;
  if ("jobId" in owner) {
    if (status.state === "checked") await startJob(table, owner.jobId, Date.now());
    if (status.state === "refused") {
      await completeJob(table, owner.jobId, { state: "failed", failure: { code: status.rejection } });
    }
  }
  if ("registrationId" in owner && kind !== "import") {
    await executeIfNeeded(table, conferenceId, deadline, async () => {
      const before = (await loadRegistrations(table, [owner.registrationId])).get(owner.registrationId);
      if (!before) return undefined;
      return status.state === "checked"
        ? attachDocument(before, kind, documentId, context)
        : detachDocument(before, documentId, context);
    });
  }
  if ("delegationId" in owner && status.state === "checked") {
    await executeIfNeeded(table, conferenceId, deadline, async () =>
      addCredentialLetter(await loadDelegation(table, owner.delegationId), documentId, context),
    );
  }
}
