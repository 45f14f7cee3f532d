import { asStaff } from "#shared/auth/caller.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { createJob } from "#shared/jobs/jobs.repository.ts";
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
    const jobId = createId();
    const job = { jobId, conferenceId, kind: "visa-letters", at: request.now, request: letters, cursor } as const;
    await createJob(table, job, "running");
    return { jobId };
  };
