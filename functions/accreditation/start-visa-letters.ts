import { asStaff } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { startJobOnce } from "#shared/jobs/jobs.repository.ts";
import type { VisaLetterCursor, VisaLetterJobRequest } from "#shared/visa-letters/visa-letter-job.rules.ts";

/** Starts a job that issues, sends again or revokes visa letters of people, in the versions that the caller has loaded. */
export const startVisaLetterJob =
  (table: Table): ApiHandler<"startVisaLetterJob"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { action, items, language, reason } = request.body;
    const requestedBy = asStaff(request.caller);
    const letters: VisaLetterJobRequest = { action, items, ...(language && { language }), requestedBy };
    const cursor: VisaLetterCursor = { part: 0, ...(reason && { reason }) };
    const job = { conferenceId, kind: "visa-letters", at: request.now, request: letters, cursor } as const;
    const { jobId } = await startJobOnce(table, request, async () => ({ job }));
    return { jobId };
  };
