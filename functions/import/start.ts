import { type Documents, presignUpload } from "#shared/documents/bucket.ts";
import { announced } from "#shared/domain/document.ts";
import type { ImportOrder } from "#shared/domain/import.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { findDelegation } from "#shared/store/delegations.ts";
import { awaitDocument } from "#shared/store/documents.ts";
import { newId } from "#shared/store/ids.ts";
import { makeJob } from "#shared/store/jobs.ts";
import type { Table } from "#shared/store/table.ts";

/** A job that waits for its sheet, and the form to post the sheet to. */
export const startImport =
  (table: Table, documents: Documents): Handler<"startImport"> =>
  async ({ params: { conferenceId }, body, caller, access, now: at }) => {
    mustBeStaff(await loadConference(table, conferenceId), { caller, access });
    if (caller.kind !== "staff") throw new Refusal("not-allowed");
    const fileType = announced("import", body.contentType, body.size);
    await mustFitDelegation(table, conferenceId, body);
    const [jobId, documentId] = [newId(), newId()];
    const { what, delegation, dryRun } = body;
    const named = delegation === undefined ? {} : { delegationId: delegation };
    const order: ImportOrder = { what, ...named, documentId, fileType, dryRun, by: caller };
    await makeJob(table, { jobId, conferenceId, kind: "import", at, order }, "waiting");
    const owner = { jobId };
    await awaitDocument(table, { documentId, conferenceId, kind: "import", owner, standing: { state: "awaited" }, at });
    const form = await presignUpload(documents, documentId, { kind: "import", contentType: fileType });
    return { jobId, documentId, ...form, expiresAt: new Date(Date.parse(at) + 900_000).toISOString() };
  };

/** @throws Refusal `invalid-request` unless nominations name a delegation of this conference, and registrations none */
async function mustFitDelegation(
  table: Table,
  conferenceId: string,
  { what, delegation }: Request<"startImport">["body"],
): Promise<void> {
  const wrong = (rule: string) => new Refusal("invalid-request", [{ path: "delegation", rule }]);
  if (what === "registrations") {
    if (delegation !== undefined) throw wrong("unknownField");
    return;
  }
  if (delegation === undefined) throw wrong("required");
  const found = /^[a-z2-7]{24}$/.test(delegation) && (await findDelegation(table, delegation));
  if (!found || found.conferenceId !== conferenceId) throw wrong("unknownDelegation");
}
