import { asStaff } from "#shared/auth/caller.ts";
import { findDelegation } from "#shared/delegations/delegations.repository.ts";
import { type DocumentsBucket, presignUpload } from "#shared/documents/bucket.ts";
import { toPendingDocumentItem } from "#shared/documents/documents.repository.ts";
import { createId, idPattern } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import type { ImportRequest } from "#shared/imports/import.rules.ts";
import { allStaff, startJobOnce } from "#shared/jobs/jobs.repository.ts";
import { documentRules, parseAnnouncedFileType } from "#shared/model/document.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/**
 * Creates a job that waits for its sheet, and returns the form for the upload of the sheet. A repetition gets another form
 * for the same sheet of the same job.
 */
export const startImport =
  (table: Table, documents: DocumentsBucket): ApiHandler<"startImport"> =>
  async (request) => {
    const { body, now: at } = request;
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const requestedBy = asStaff(request.caller);
    const announcedType = parseAnnouncedFileType(documentRules.import, body.contentType, body.size);
    const { jobId, request: started } = await startJobOnce<ImportRequest>(table, request, async (id) => {
      await assertDelegationMatchesImport(table, conferenceId, body);
      const { what, delegation, encoding, contentType: _type, size: _size, ...choices } = body;
      const target = {
        ...(delegation !== undefined && { delegationId: delegation }),
        ...(encoding !== undefined && { encoding }),
      };
      const [documentId, seed] = [createId(), createId()];
      const importRequest: ImportRequest = { what, ...target, documentId, ...choices, seed, requestedBy };
      const job = { conferenceId, kind: "import", at, request: importRequest, listedFor: allStaff } as const;
      const owner = { jobId: id };
      const document = { documentId, conferenceId, kind: "import", owner, status: { state: "awaited" }, at } as const;
      return { job, state: "waiting", besides: [toPendingDocumentItem(document)] };
    });
    const { documentId } = started;
    const form = await presignUpload(documents, documentId, {
      contentType: announcedType,
      maxBytes: documentRules.import.maxBytes,
    });
    return { jobId, documentId, ...form, expiresAt: new Date(Date.parse(at) + 900_000).toISOString() };
  };

/**
 * @throws DomainError `invalid-request` unless nominations name a delegation of this conference, and registrations none
 */
async function assertDelegationMatchesImport(
  table: Table,
  conferenceId: string,
  { what, delegation }: ApiRequest<"startImport">["body"],
): Promise<void> {
  const createError = (rule: string) => new DomainError("invalid-request", [{ path: "delegation", rule }]);
  if (what === "registrations") {
    if (delegation !== undefined) throw createError("unknownField");
    return;
  }
  if (delegation === undefined) throw createError("required");
  const existing = idPattern.test(delegation) && (await findDelegation(table, delegation));
  if (!existing || existing.conferenceId !== conferenceId) throw createError("unknownDelegation");
}
