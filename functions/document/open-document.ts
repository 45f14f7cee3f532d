import { type AuthContext, assertStaff, type Caller, isOwnedBy } from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { type DocumentsBucket, presignDownload } from "#shared/documents/bucket.ts";
import { findDocument } from "#shared/documents/documents.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleDelegation, loadRegistrationToActOn } from "#shared/http/load-accessible.ts";
import { isJobWithheld } from "#shared/http/load-job.ts";
import { type ApiHandler, type ApiRequest, encodeCursor, parsePageQuery } from "#shared/http/request.ts";
import { routes } from "#shared/http/routes.ts";
import { fileMessages } from "#shared/i18n/messages.ts";
import { findJob } from "#shared/jobs/jobs.repository.ts";
import { documentRules, type StoredDocument } from "#shared/model/document.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listAccessLog, recordAccess, toAccessLogViews } from "#shared/privacy/access-log.repository.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { listAllAnswers } from "#shared/registrations/registration.rules.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";

type DocumentRequest = AuthContext & Pick<ApiRequest<"openDocument">, "params">;

/**
 * Returns a URL of a checked document, valid for a minute. An access by staff to a sensitive document, or to any
 * document of a protected person, takes a reason, which is recorded first. The documents of a protected person, photo
 * included, are for the readers of the identity.
 */
export const openDocument =
  (table: Table, documents: DocumentsBucket): ApiHandler<"openDocument"> =>
  async (request) => {
    const { caller, params } = request;
    const { documentId } = params;
    const { document, owner } = await loadOwnedDocument(table, request);
    const { status } = document;
    const isSensitive = isSensitiveDocument(document, owner);
    if (owner && isWithheldFromFocalPoint(document, owner, caller, isSensitive)) throw new DomainError("not-found");
    if (status.state === "awaited") throw new DomainError("file-not-checked");
    if (status.state === "refused") throw new DomainError("file-refused");
    await assertSheetNotWithheld(table, document, caller);
    if (isSensitive || owner?.protection) await recordStaffAccess(table, request, owner);
    const url = await presignDownload(documents, documentId, status.fileType);
    return { url, expiresAt: new Date(Date.parse(request.now) + 60_000).toISOString() };
  };

/**
 * Records why staff open a document; of other callers nothing.
 * @throws DomainError `name-protected` for a person whom the caller may not read; `invalid-request` without a reason
 */
async function recordStaffAccess(
  table: Table,
  { params: { documentId }, body: { reason }, caller, now: at }: ApiRequest<"openDocument">,
  owner: Registration | undefined,
): Promise<void> {
  if (caller.kind !== "staff") return;
  if (owner && !canReadName(owner, caller)) throw new DomainError("name-protected");
  if (!reason) throw new DomainError("invalid-request", [{ path: "reason", rule: "required" }]);
  await recordAccess(table, { documentId }, { at, by: caller.id, reason });
}

/**
 * Whether staff open a document only with a reason. A file that answers a question is as sensitive as the answer; one
 * that was replaced counts as sensitive, because no answer says otherwise.
 */
function isSensitiveDocument({ kind, documentId }: StoredDocument, owner: Registration | undefined): boolean {
  if (kind !== "answer") return documentRules[kind].isSensitive;
  const answer = owner && listAllAnswers(owner).find((each) => each.file && each.value === documentId);
  return answer === undefined || answer.sensitive === true;
}

/** A focal point reads no sensitive answer of a member, and none of staff. */
function isWithheldFromFocalPoint(
  { kind, documentId }: StoredDocument,
  owner: Registration,
  caller: Caller,
  isSensitive: boolean,
): boolean {
  if (kind !== "answer" || caller.kind !== "delegate" || isOwnedBy(owner, caller)) return false;
  return isSensitive || Object.values(owner.staffAnswers ?? {}).some(({ value }) => value === documentId);
}

/**
 * Asserts that a document is no sheet that may name a person whom the caller may not read. A sheet is kept longer than
 * its job.
 * @throws DomainError `name-protected`
 */
async function assertSheetNotWithheld(table: Table, { conferenceId, owner }: StoredDocument, caller: Caller) {
  if (!owner || !("jobId" in owner)) return;
  const job = await findJob(table, owner.jobId);
  if (await isJobWithheld(table, conferenceId, job, caller)) throw new DomainError("name-protected");
}

export const listDocumentAccess =
  (table: Table): ApiHandler<"listDocumentAccess"> =>
  async (request) => {
    const { documentId } = request.params;
    const { owner } = await loadOwnedDocument(table, request);
    const { after, limit } = parsePageQuery(request.query);
    const { entries, next } = await listAccessLog(table, { documentId }, after, limit);
    return { items: toAccessLogViews(entries, owner, request.caller), next: encodeCursor(next) };
  };

/**
 * Loads the owner of a document. A caller with access to the owner has access to the document, and who may import has
 * access to a sheet. For other callers than staff, a document without owner, and one that does not exist, take as many
 * calls as one of a stranger.
 * @returns the registration; `undefined` for a document of a delegation or a job
 * @throws DomainError `not-found`, also for a document without owner and for a caller without access
 */
async function loadAccessibleOwner(
  table: Table,
  document: StoredDocument | undefined,
  { params: { documentId }, caller, access }: DocumentRequest,
): Promise<Registration | undefined> {
  const { owner, conferenceId = "" } = document ?? {};
  if (owner && "registrationId" in owner)
    return (await loadRegistrationToActOn(table, { params: owner, caller, access })).registration;
  if (owner && "delegationId" in owner) await loadAccessibleDelegation(table, { params: owner, caller, access });
  // A sheet of an import, or a file of the pages.
  else if (owner && caller.kind === "staff")
    assertStaff(await loadConference(table, conferenceId), { caller, access: routes.startImport.access });
  else {
    if (caller.kind !== "staff") await loadRegistration(table, documentId);
    throw new DomainError("not-found");
  }
  return undefined;
}

/** @throws DomainError `not-found`, also for a document without owner and for a caller without access */
async function loadOwnedDocument(table: Table, request: DocumentRequest) {
  const document = await findDocument(table, request.params.documentId);
  const owner = await loadAccessibleOwner(table, document, request);
  if (!document) throw new DomainError("not-found");
  return { document, owner };
}

/** Returns the state of a document. A document without owner is accessible by its identifier alone. */
export const getDocument =
  (table: Table): ApiHandler<"getDocument"> =>
  async (request) => {
    const found = await findDocument(table, request.params.documentId);
    const document = found && !found.owner ? found : (await loadOwnedDocument(table, request)).document;
    const { documentId, kind, status } = document;
    return {
      documentId,
      kind,
      state: status.state,
      ...(status.state === "checked" && { fileType: status.fileType }),
      ...(status.state === "refused" && {
        refusal: {
          code: status.rejection,
          title: fileMessages.translate(request.language, `file.${status.rejection}`),
        },
      }),
    };
  };
