import { type AuthContext, assertRouteAccess, assertStaff, toActor } from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { type DocumentsBucket, presignUpload } from "#shared/documents/bucket.ts";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { assertCanUpload } from "#shared/documents/documents.rules.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleDelegation, loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Actor } from "#shared/model/actor.ts";
import {
  type DocumentKind,
  type DocumentOwner,
  isPageDocument,
  parseAnnouncedFileType,
} from "#shared/model/document.ts";
import { assertCanChangeFields } from "#shared/registrations/protected-identity.rules.ts";
import { countUploadRequest } from "./upload-limits.ts";

interface UploadRequest {
  readonly conferenceId: string;
  readonly kind: DocumentKind;
  readonly contentType: string;
  readonly size: number;
  readonly owner?: DocumentOwner;
  readonly uploader?: Actor;
  readonly at: string;
}

/** @throws DomainError `invalid-request` for a content type or a size that the kind does not allow */
async function createUpload(
  table: Table,
  documents: DocumentsBucket,
  { contentType: announcedType, size, ...document }: UploadRequest,
) {
  const { kind, at } = document;
  const contentType = parseAnnouncedFileType(kind, announcedType, size);
  const documentId = createId();
  await createPendingDocument(table, { ...document, documentId, status: { state: "awaited" } });
  const form = await presignUpload(documents, documentId, { kind, contentType });
  return { documentId, ...form, expiresAt: new Date(Date.parse(at) + 900_000).toISOString() };
}

/** For a photo or a letter that a submission will name; and, by the secretariat alone, for the pages of the conference. */
export const requestUpload =
  (table: Table, documents: DocumentsBucket): ApiHandler<"requestUpload"> =>
  async (request) => {
    const { params, body, now: at } = request;
    const conference = await loadConference(table, params.conferenceId);
    const { conferenceId } = conference;
    if (isPageDocument(body.kind)) {
      const auth: AuthContext = { caller: request.caller, access: ["secretariat"] };
      assertRouteAccess(auth);
      assertStaff(conference, auth);
    }
    await countUploadRequest(table, request);
    const { documentId: uploadId, ...form } = await createUpload(table, documents, { conferenceId, ...body, at });
    return { uploadId, ...form };
  };

/** For the photo or the passport of a registered person. */
export const requestDocumentUpload =
  (table: Table, documents: DocumentsBucket): ApiHandler<"requestDocumentUpload"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    if (request.caller.kind === "staff") assertCanChangeFields(registration, ["documents"], request.caller);
    const { conferenceId, registrationId } = registration;
    const uploader = toActor(request.caller, registration);
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
    const { conferenceId, delegationId, status } = delegation;
    await countUploadRequest(table, { ...request, owner: { id: delegationId, delegationStatus: status } });
    return createUpload(table, documents, { conferenceId, ...request.body, owner: { delegationId }, at: request.now });
  };
