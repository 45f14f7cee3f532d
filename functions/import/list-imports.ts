import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import { isJobWithheld } from "#shared/http/load-job.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { countMade, getImportStep, type ImportRequest } from "#shared/imports/import.rules.ts";
import { allStaff, listRequestedJobs } from "#shared/jobs/jobs.repository.ts";

/** The most imports of a list. */
const maxListedImports = 50;

/**
 * Lists the imports of a conference, the latest first. How many registrations one has made is withheld with its rows: it
 * counts who was not registered yet.
 */
export const listImports =
  (table: Table): ApiHandler<"listImports"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { caller } = request;
    const which = { conferenceId, kind: "import" } as const;
    const jobs = await listRequestedJobs<ImportRequest>(table, which, allStaff, maxListedImports);
    const items = jobs.map(async (job) => {
      const { jobId, at, status, total } = job;
      const { what, requestedBy } = job.request;
      const step = getImportStep(job);
      const isMade = step === "imported" && status.state === "done";
      const isShown = isMade && !(await isJobWithheld(table, conferenceId, job, caller));
      return {
        ...{ jobId, what, at, by: requestedBy.email, state: status.state, step, rows: total },
        ...(isShown && { made: countMade(status.result) }),
      };
    });
    return { items: await Promise.all(items), next: null };
  };
