import {
  type AuthContext,
  assertRouteAccess,
  assertStaff,
  type Caller,
  getStaffGroups,
  toActor,
} from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { type DocumentsBucket, presignUpload } from "#shared/documents/bucket.ts";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { assertCanUpload } from "#shared/documents/documents.rules.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleDelegation, loadRegistrationToActOn } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Conference } from "#shared/model/conference.ts";
import { assertConfirmed } from "#shared/model/delegation.ts";
import {
  type DocumentKind,
  type DocumentOwner,
  documentRules,
  type FileLimits,
  getAnswerFileLimits,
  isPageDocument,
  parseAnnouncedFileType,
} from "#shared/model/document.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { assertCanChangeFields } from "#shared/registrations/protected-identity.rules.ts";
import { countUploadRequest } from "./upload-limits.ts";

interface UploadRequest {
  readonly conferenceId: string;
  readonly kind: DocumentKind;
  /** Of a file that answers a question; by default those of the kind. */
  readonly limits?: FileLimits;
  readonly question?: string;
  readonly contentType: string;
  readonly size: number;
  readonly owner?: DocumentOwner;
  readonly uploader?: Actor;
  readonly at: string;
}

/** @throws DomainError `invalid-request` for a content type or a size that is not allowed */
async function createUpload(
  table: Table,
  documents: DocumentsBucket,
  { contentType: announcedType, size, limits: ownLimits, ...document }: UploadRequest,
) {
  const { kind, at } = document;
  const limits = ownLimits ?? documentRules[kind];
  const contentType = parseAnnouncedFileType(limits, announcedType, size);
  const documentId = createId();
  await createPendingDocument(table, { ...document, documentId, status: { state: "awaited" } });
  const form = await presignUpload(documents, documentId, { contentType, maxBytes: limits.maxBytes });
  return { documentId, ...form, expiresAt: new Date(Date.parse(at) + 900_000).toISOString() };
}

/**
 * For a photo, a letter, or an answer that a submission or an amendment will name; and, by the secretariat alone, for
 * the pages of the conference.
 */
export const requestUpload =
  (table: Table, documents: DocumentsBucket): ApiHandler<"requestUpload"> =>
  async (request) => {
    const { params, body, now: at } = request;
    const conference = await loadConference(table, params.conferenceId);
    const { conferenceId } = conference;
    if (isPageDocument(body.kind)) assertSecretariat(conference, request.caller);
    const limits = body.kind === "answer" ? await loadFileLimits(table, conference, body.question, request.caller) : {};
    await countUploadRequest(table, request);
    const upload = { conferenceId, ...body, ...limits, at };
    const { documentId: uploadId, ...form } = await createUpload(table, documents, upload);
    return { uploadId, ...form };
  };

/** @throws DomainError `not-signed-in`, `not-allowed`; `unknown-conference` for staff of others */
function assertSecretariat(conference: Conference, caller: Caller): void {
  const auth: AuthContext = { caller, access: ["secretariat"] };
  assertRouteAccess(auth);
  assertStaff(conference, auth);
}

/**
 * The limits of the files that answer a question. To others than the secretariat, a question of staff is unknown.
 * @throws DomainError `invalid-request` at `question`, unless it is one of the conference that asks for a file
 */
async function loadFileLimits(table: Table, conference: Conference, key: string, caller: Caller) {
  const { items } = await loadQuestions(table, conference);
  const question = items.find((each) => each.key === key && each.type === "file");
  const isKnown = question && (!question.staffOnly || getStaffGroups(conference, caller).includes("secretariat"));
  if (!isKnown) throw new DomainError("invalid-request", [{ path: "question", rule: "unknownField" }]);
  return { limits: getAnswerFileLimits(question) };
}

/** For the photo or the passport of a registered person. */
export const requestDocumentUpload =
  (table: Table, documents: DocumentsBucket): ApiHandler<"requestDocumentUpload"> =>
  async (request) => {
    const { registration, actor: uploader } = await loadRegistrationToActOn(table, request);
    if (request.caller.kind === "staff") assertCanChangeFields(registration, ["documents"], request.caller);
    const { conferenceId, registrationId } = registration;
    assertCanUpload(registration, request.body.kind, uploader);
    await countUploadRequest(table, { ...request, owner: { id: registrationId } });
    return createUpload(table, documents, {
      conferenceId,
      ...request.body,
      owner: { registrationId },
      uploader,
      at: request.now,
    });
  };

/** For the next version of a delegation's credential letter. */
export const requestLetterUpload =
  (table: Table, documents: DocumentsBucket): ApiHandler<"requestLetterUpload"> =>
  async (request) => {
    const { delegation } = await loadAccessibleDelegation(table, request);
    if (toActor(request.caller, delegation).kind === "focal-point") assertConfirmed(delegation);
    const { conferenceId, delegationId, status } = delegation;
    await countUploadRequest(table, { ...request, owner: { id: delegationId, delegationStatus: status } });
    return createUpload(table, documents, { conferenceId, ...request.body, owner: { delegationId }, at: request.now });
  };
