import { asStaff } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { writeTransaction } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { canUndoImport, type ImportRequest } from "#shared/imports/import.rules.ts";
import { writeJobRestart } from "#shared/jobs/jobs.repository.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadImportJob } from "./sheet-mapping.ts";

/**
 * Starts the undo of an import that is complete or has failed. A repeated request has no effect, and continues an undo that
 * has failed.
 */
export const undoImport =
  (table: Table): ApiHandler<"undoImport"> =>
  async ({ params: { jobId }, caller, now, deadline }) => {
    const { job } = await loadImportJob(table, jobId, caller);
    const requestedBy = asStaff(caller);
    const { state } = job.status;
    if (job.request.undo && state !== "failed") return { jobId };
    if (!canUndoImport(job)) throw new DomainError("wrong-state");
    const undo = job.request.undo ?? (state === "failed" ? { parts: job.cursor?.part ?? 0 } : {});
    const request: ImportRequest = { ...job.request, undo, requestedBy };
    const refused = await writeTransaction(table, [writeJobRestart(table, job, request, Date.parse(now))], deadline);
    if (refused) throw new DomainError(refused.failed);
    return { jobId };
  };
