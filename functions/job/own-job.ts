import { type Access, routes } from "#shared/contract/routes.ts";
import type { Job, JobKind } from "#shared/domain/job.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Caller, groupsAt, mustBeStaff } from "#shared/http/caller.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadJob } from "#shared/store/jobs.ts";
import type { Table } from "#shared/store/table.ts";

/** Who asks for work of a kind, and so may see how it stands. */
const access: Readonly<Record<JobKind, readonly Access[]>> = {
  import: routes.startImport.access,
  badge: routes.startBadgeBatch.access,
};

/**
 * A job of a conference at which the caller may ask for such work.
 * @throws Refusal `not-found`, whether it isn't there or isn't theirs
 */
export async function ownJob(table: Table, jobId: string, caller: Caller): Promise<Job> {
  const job = await loadJob(table, jobId);
  const conference = await loadConference(table, job.conferenceId);
  if (groupsAt(conference, caller).length === 0) throw new Refusal("not-found");
  mustBeStaff(conference, { caller, access: access[job.kind] });
  return job;
}
