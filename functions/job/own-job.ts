import type { Job } from "#shared/domain/job.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Asking, groupsAt, mustBeStaff } from "#shared/http/caller.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadJob } from "#shared/store/jobs.ts";
import type { Table } from "#shared/store/table.ts";

/**
 * A job of a conference at which the caller works.
 * @throws Refusal `not-found`, whether it isn't there or isn't theirs
 */
export async function ownJob(table: Table, jobId: string, asking: Asking): Promise<Job> {
  const job = await loadJob(table, jobId);
  const conference = await loadConference(table, job.conferenceId);
  if (groupsAt(conference, asking.caller).length === 0) throw new Refusal("not-found");
  mustBeStaff(conference, asking);
  return job;
}
