import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "aws-lambda";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import {
  type DocumentsBucket,
  deleteDocumentFiles,
  deleteQuarantinedFile,
  findUploadETag,
  getScanResult,
  isCleanScanResult,
  presignInspection,
  releaseCheckedFile,
} from "#shared/documents/bucket.ts";
import {
  beginInspection,
  endInspection,
  findDocument,
  type InspectedUpload,
  recordScanResult,
} from "#shared/documents/documents.repository.ts";
import { addCredentialLetter, attachDocument, detachDocument } from "#shared/documents/documents.rules.ts";
import type { InspectionVerdict } from "#shared/documents/inspection.contract.ts";
import type { Deadline } from "#shared/dynamodb/table.ts";
import { completeJob, startJob } from "#shared/jobs/jobs.repository.ts";
import type { CommandContext } from "#shared/model/change.ts";
import {
  type DocumentKind,
  type DocumentStatus,
  documentRules,
  isRegistrationDocument,
  type StoredDocument,
  type StoredFileType,
} from "#shared/model/document.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { log } from "#shared/runtime/lambda.ts";
import { parseScanResultEvent } from "./scan-result.contract.ts";
import type { UploadInspector } from "./upload-inspector.ts";

/**
 * Has an upload inspected after its malware scan, and releases it for its owner or refuses it. The handler is
 * idempotent. If the upload was replaced after the scan, the scan of the replacement decides. No byte of an upload is
 * read here.
 */
export const handleScanResult =
  (table: CommandStore, documents: DocumentsBucket, inspect: UploadInspector) =>
  async (event: unknown, context: Pick<Context, "getRemainingTimeInMillis">): Promise<void> => {
    const { s3ObjectDetails, scanResultDetails } = parseScanResultEvent(event);
    const documentId = s3ObjectDetails.objectKey.split("/").at(-1) ?? "";
    const deadline = Date.now() + context.getRemainingTimeInMillis() - 2_000;
    const scan: MalwareScan = {
      eTag: s3ObjectDetails.eTag.replaceAll('"', ""),
      status: scanResultDetails.scanResultStatus,
      deadline,
    };
    const document = await findDocument(table, documentId);
    if (document) {
      const status = await decideOnce(table, documents, inspect, document, scan);
      if (!status) return;
      await publishStatus(table, documents, { ...document, status }, deadline);
    }
    await deleteQuarantinedFile(documents, documentId);
  };

/** Releases a checked file, tells the owner, and deletes the files that it replaces. */
async function publishStatus(
  table: CommandStore,
  documents: DocumentsBucket,
  document: StoredDocument,
  deadline: Deadline,
): Promise<void> {
  const { documentId, kind, status } = document;
  if (status.state === "checked") await releaseCheckedFile(documents, documentId, kind);
  const replaced = await applyScanResult(table, document, deadline);
  for (const each of replaced) await deleteDocumentFiles(documents, each);
  const rejection = status.state === "refused" ? { refusal: status.rejection } : {};
  log("document.scan-recorded", { documentId, kind, state: status.state, ...rejection });
}

/** @returns the recorded state of the document; `undefined` if another scan decides, or the document was erased */
async function decideOnce(
  table: CommandStore,
  documents: DocumentsBucket,
  inspect: UploadInspector,
  document: StoredDocument,
  scan: MalwareScan,
): Promise<DocumentStatus | undefined> {
  if (document.status.state !== "awaited") return document.status;
  const { documentId } = document;
  const isReplaced = async () => (await findUploadETag(documents, documentId)) !== scan.eTag;
  // A replacement has no tag before its own scan, for which this event does not wait.
  if (await isReplaced()) return undefined;
  // The event and the tag of the object must agree, because only GuardDuty can set the tag.
  const result = isCleanScanResult(scan.status) ? await waitForScanResult(documents, documentId) : scan.status;
  // Compared again, so that the scan result that was read is of the upload that was scanned.
  if (await isReplaced()) return undefined;
  if (isCleanScanResult(result)) return inspectOnce(table, documents, inspect, document, scan);
  const rejection = result === "THREATS_FOUND" ? "malware-found" : "malware-not-ruled-out";
  return recordOrDelete(table, documents, documentId, { state: "refused", rejection });
}

/**
 * Records the result, or deletes the file of a document that was erased while it was inspected.
 * @returns the recorded state, which is that of another inspection if it was the first; `undefined` for an erased
 *   document
 */
async function recordOrDelete(
  table: CommandStore,
  documents: DocumentsBucket,
  documentId: string,
  status: DocumentStatus,
): Promise<DocumentStatus | undefined> {
  return (await recordScanResult(table, documentId, status)) ? status : findStatus(table, documents, documentId);
}

async function findStatus(
  table: CommandStore,
  documents: DocumentsBucket,
  documentId: string,
): Promise<DocumentStatus | undefined> {
  const recorded = await findDocument(table, documentId);
  if (!recorded) await deleteDocumentFiles(documents, documentId);
  return recorded?.status;
}

interface MalwareScan {
  readonly eTag: string;
  readonly status: string;
  /** When the function stops at the latest, and its inspection with it. */
  readonly deadline: Deadline;
}

/**
 * Inspects an upload, unless it is being inspected. An upload form can be posted repeatedly.
 * @returns the recorded state of the document; `undefined` if another inspection or another scan decides
 * @throws Error while another upload of the document is inspected, so that Lambda repeats the event
 */
async function inspectOnce(
  table: CommandStore,
  documents: DocumentsBucket,
  inspect: UploadInspector,
  document: StoredDocument,
  { eTag, deadline }: MalwareScan,
): Promise<DocumentStatus | undefined> {
  const { documentId } = document;
  const upload: InspectedUpload = { eTag, now: Date.now(), until: deadline + 2_000 };
  const start = await beginInspection(table, documentId, upload);
  if (start === "decided") return findStatus(table, documents, documentId);
  if (start === "same-upload") return undefined;
  if (start === "other-upload") throw new Error("another upload of the document is inspected");
  if (start === "too-many")
    return recordOrDelete(table, documents, documentId, { state: "refused", rejection: "uploaded-too-often" });
  try {
    const verdict = await requestInspection(documents, inspect, document, eTag);
    return verdict && (await recordOrDelete(table, documents, documentId, verdict));
  } finally {
    await endInspection(table, documentId, upload);
  }
}

/** @returns the verdict; `undefined` if the upload was replaced */
async function requestInspection(
  documents: DocumentsBucket,
  inspect: UploadInspector,
  { documentId, kind }: StoredDocument,
  eTag: string,
): Promise<Exclude<InspectionVerdict, { state: "replaced" }> | undefined> {
  const addresses = await presignInspection(documents, documentId);
  const verdict = await inspect({ kind, eTag, ...addresses });
  if (verdict.state === "checked") assertStoredType(kind, verdict.fileType);
  // Compared after the file was read, so that it is the one that was scanned.
  const isReplaced = (await findUploadETag(documents, documentId)) !== eTag;
  return verdict.state === "replaced" || isReplaced ? undefined : verdict;
}

/** The pauses before the tag is read again, in ms. */
const tagPausesMs = [250, 500, 1_000, 2_000];

/**
 * Waits for the tag of the scan, which may come after the event.
 * @throws Error if there is still no tag, so that Lambda repeats the event after one and two minutes
 */
async function waitForScanResult(documents: DocumentsBucket, documentId: string): Promise<string> {
  for (const pause of [...tagPausesMs, undefined]) {
    const result = await getScanResult(documents, documentId);
    if (result !== undefined) return result;
    if (pause !== undefined) await sleep(pause);
  }
  throw new Error("the scanned object has no tag yet");
}

/** Only a sheet is kept as JSON, and only a kind that may be a PDF as a PDF. */
function assertStoredType(kind: DocumentKind, fileType: StoredFileType): void {
  const allowed = kind === "import" ? ["application/json"] : documentRules[kind].types;
  if (!allowed.some((type) => type === fileType)) throw new Error(`the inspection kept ${fileType} of ${kind}`);
}

/**
 * Applies the state of a document to its owner: attaches it to the registration or the delegation, starts the job, or
 * detaches a refused document. An upload without owner expires within a day.
 * @returns the documents that it replaced, which no one can open any more
 */
async function applyScanResult(table: CommandStore, document: StoredDocument, deadline: Deadline): Promise<string[]> {
  const { owner, conferenceId, documentId, kind, status, uploader } = document;
  const context: CommandContext = { actor: { kind: "system", id: "document-scan" }, at: new Date().toISOString() };
  if (!owner) return [];
  if ("jobId" in owner) {
    if (status.state === "checked") await startJob(table, owner.jobId, Date.now());
    if (status.state === "refused") {
      await completeJob(table, owner.jobId, { state: "failed", failure: { code: status.rejection } });
    }
  }
  if ("registrationId" in owner && isRegistrationDocument(kind)) {
    await executeIfNeeded(table, conferenceId, deadline, async () => {
      const before = (await loadRegistrations(table, [owner.registrationId])).get(owner.registrationId);
      if (!before) return undefined;
      return status.state === "checked"
        ? attachDocument(before, kind, documentId, { ...context, actor: uploader ?? context.actor })
        : detachDocument(before, documentId, context);
    });
  }
  return "delegationId" in owner && status.state === "checked"
    ? addLetter(table, document, owner.delegationId, context, deadline)
    : [];
}

/** @returns the letters that the new one has replaced */
async function addLetter(
  table: CommandStore,
  { conferenceId, documentId }: StoredDocument,
  delegationId: string,
  context: CommandContext,
  deadline: Deadline,
): Promise<string[]> {
  const listLetters = async () =>
    ((await loadDelegation(table, delegationId)).letters ?? []).map((each) => each.documentId);
  const before = await listLetters();
  await executeIfNeeded(table, conferenceId, deadline, async () =>
    addCredentialLetter(await loadDelegation(table, delegationId), documentId, context),
  );
  const after = new Set(await listLetters());
  return before.filter((letter) => !after.has(letter));
}
