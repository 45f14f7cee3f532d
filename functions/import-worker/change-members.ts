import type { CommandStore } from "#shared/commands/command-store.ts";
import { loadDelegation, readDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import type {
  MemberCursor,
  MemberJobRequest,
  MemberRow,
  MoveMembersRequest,
  RenameMembersRequest,
} from "#shared/delegations/member-job.rules.ts";
import { hasFormerName } from "#shared/delegations/move-member.rules.ts";
import { routes } from "#shared/http/routes.ts";
import { getSheetPart, rowsPerPart } from "#shared/imports/import.rules.ts";
import { iterateJobRows, saveJobRows } from "#shared/jobs/jobs.repository.ts";
import { type JobChunk, type JobChunkRunner, loadJobConference } from "#shared/jobs/run-job.ts";
import type { Job, JobResult } from "#shared/model/job.ts";
import { log } from "#shared/runtime/lambda.ts";
import type { MemberJobContext } from "./member-job-context.ts";
import { moveMember } from "./move-member.ts";
import { renameMember } from "./rename-member.ts";

/** After so many members, their outcomes are stored and the lease is extended. */
const membersPerStep = 10;

/** Changes the members of a delegation, one transaction each, and stores the outcomes. */
export const changeMembers =
  (store: CommandStore): JobChunkRunner<MemberJobRequest, MemberCursor> =>
  async (job, chunk) => {
    const { access } = routes.moveMembers;
    const conference = await loadJobConference(store, job, access);
    const auth = { caller: job.request.requestedBy, access };
    return job.request.what === "move"
      ? moveInSteps({ store, job: job as Job<MoveMembersRequest, MemberCursor>, conference, auth }, chunk)
      : renameInSteps({ store, job: job as Job<RenameMembersRequest, MemberCursor>, conference, auth }, chunk);
  };

/** Moves the members in the order of the request. A step that is repeated after a crash finds what it has done. */
async function moveInSteps(
  context: MemberJobContext<MoveMembersRequest>,
  { until, saveProgress }: JobChunk<MemberCursor>,
): Promise<JobResult | undefined> {
  const { store, job } = context;
  const { jobId, request } = job;
  const { members } = request;
  const total = members.length;
  let done = job.cursor?.done ?? 0;
  while (done < total) {
    if (Date.now() > until) return undefined;
    // A step ends with its part, because the rows of a part are stored together.
    const part = getSheetPart(done + 1);
    const end = Math.min(done + membersPerStep, (part + 1) * rowsPerPart - 1, total);
    const stored = await readMemberRows(store, jobId, part);
    const rows = stored.filter(({ row }) => row <= done);
    for (const [index, member] of members.slice(done, end).entries())
      rows.push(await moveMember(context, member, done + index + 1));
    await saveJobRows(store, jobId, part, rows, Date.now());
    done = end;
    await saveProgress({ done, total, cursor: { done } });
  }
  const rows = await readMemberRows(store, jobId);
  const moved = rows.filter(({ outcome }) => outcome === "moved").length;
  log("members.moved", { jobId, moved, refused: total - moved });
  return { moved, refused: total - moved };
}

/** The stored rows; of one part, if it is given. */
const readMemberRows = (store: CommandStore, jobId: string, part?: number) =>
  Array.fromAsync(iterateJobRows<MemberRow>(store, jobId, part ?? 0, part === undefined ? undefined : part + 1));

/** Renames the members who still have the former name, so that each chunk continues where the last one ended. */
async function renameInSteps(
  context: MemberJobContext<RenameMembersRequest>,
  { until, saveProgress, extendLease }: JobChunk<MemberCursor>,
): Promise<JobResult | undefined> {
  const { store, job } = context;
  const { live } = await readDelegationMembers(store, await loadDelegation(store, job.request.delegationId));
  const members = live.filter((each) => hasFormerName(job.request, each));
  const before = job.cursor?.done ?? 0;
  let renamed = 0;
  for (const [index, member] of members.entries()) {
    if (Date.now() > until) return undefined;
    const isRenamed = await renameMember(context, member);
    renamed += Number(isRenamed);
    const done = before + renamed;
    if ((index + 1) % membersPerStep !== 0) continue;
    if (isRenamed) await saveProgress({ done, total: before + members.length, cursor: { done } });
    else await extendLease();
  }
  log("members.renamed", { jobId: job.jobId, renamed: before + renamed });
  return { renamed: before + renamed };
}
