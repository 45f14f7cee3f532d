import { assertStaff, type Caller, getStaffGroups } from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadJob } from "#shared/jobs/jobs.repository.ts";
import type { Access } from "#shared/model/access.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Job, JobKind } from "#shared/model/job.ts";
import { mayNameProtected } from "#shared/registrations/protections.repository.ts";
import { routes } from "./routes.ts";

/** The groups that may start a kind of job, and so may see it. */
const accessByJobKind: Readonly<Record<JobKind, readonly Access[]>> = {
  import: routes.startImport.access,
  badge: routes.startBadgeBatch.access,
  export: routes.exportAnswers.access,
};

/**
 * Loads a job that the caller could have started, and its conference.
 * @throws DomainError `not-found`, also for staff without a group at the conference; `not-allowed`
 */
export async function loadAccessibleJob(
  table: Table,
  jobId: string,
  caller: Caller,
): Promise<{ readonly job: Job; readonly conference: Conference }> {
  const job = await loadJob(table, jobId);
  const conference = await loadConference(table, job.conferenceId);
  if (getStaffGroups(conference, caller).length === 0) throw new DomainError("not-found");
  assertStaff(conference, { caller, access: accessByJobKind[job.kind] });
  return { job, conference };
}

/** Whether the rows and files of a job may name a person who was protected since, and whose name the caller may not read. */
export const isJobWithheld = async (
  table: Table,
  { conferenceId, protections = 0 }: Pick<Job, "conferenceId" | "protections">,
  caller: Caller,
): Promise<boolean> => caller.kind !== "staff" || mayNameProtected(table, conferenceId, protections, caller);

/** @throws DomainError `name-protected` */
export async function assertJobNotWithheld(table: Table, job: Job, caller: Caller): Promise<void> {
  if (await isJobWithheld(table, job, caller)) throw new DomainError("name-protected");
}
