import { assertStaff, type Caller, getStaffGroups } from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadJob } from "#shared/jobs/jobs.repository.ts";
import type { Access } from "#shared/model/access.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Job, JobKind, JobRequester } from "#shared/model/job.ts";
import { mayNameProtected } from "#shared/registrations/protections.repository.ts";
import { routes } from "./routes.ts";

/** The groups that may start a kind of job, and so may see it. */
const accessByJobKind: Readonly<Record<JobKind, readonly Access[]>> = {
  import: routes.startImport.access,
  badge: routes.startBadgeBatch.access,
  export: routes.startExport.access,
  "visa-letters": routes.startVisaLetterJob.access,
  members: routes.moveMembers.access,
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

/** Whether a job works with the rights of the caller: who requested it, or was the last to start it anew. */
export const isRequestedBy = ({ request }: Pick<Job, "request">, caller: Caller): boolean =>
  caller.kind === "staff" && (request as { readonly requestedBy: JobRequester }).requestedBy.id === caller.id;

/**
 * Whether what a job was given and has found may name a protected person whose name the caller may not read. Its rows
 * follow from the rights of its requester: those of another are withheld, and those of the caller if protections have begun
 * since the job was created.
 * @param job `undefined` if it is not kept any more
 */
export async function isJobWithheld(
  table: Table,
  conferenceId: string,
  job: Pick<Job, "protections" | "request"> | undefined,
  caller: Caller,
): Promise<boolean> {
  if (caller.kind !== "staff") return true;
  const count = job && isRequestedBy(job, caller) ? (job.protections ?? 0) : undefined;
  return mayNameProtected(table, conferenceId, count, caller);
}

/** @throws DomainError `name-protected` */
export async function assertJobNotWithheld(table: Table, job: Job, caller: Caller): Promise<void> {
  if (await isJobWithheld(table, job.conferenceId, job, caller)) throw new DomainError("name-protected");
}
