import { asStaff } from "#shared/auth/caller.ts";
import { findDelegation } from "#shared/delegations/delegations.repository.ts";
import type { MoveMembersRequest } from "#shared/delegations/member-job.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleDelegation } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { startJobOnce } from "#shared/jobs/jobs.repository.ts";
import { assertAccredited, type Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/**
 * Starts a job that moves members to another delegation of the conference. A repetition gets the same job, also if the
 * other delegation is not accredited any more.
 */
export const moveMembers =
  (table: Table): ApiHandler<"moveMembers"> =>
  async (request) => {
    const { body, caller, now: at } = request;
    const { delegation } = await loadAccessibleDelegation(table, request);
    const { delegationId, conferenceId } = delegation;
    const move: MoveMembersRequest = {
      what: "move",
      delegationId,
      into: body.into,
      members: body.items,
      notify: body.notify,
      requestedBy: asStaff(caller),
    };
    const { jobId } = await startJobOnce(table, request, async () => {
      assertAccredited(await loadOtherDelegation(table, delegation, body.into));
      return { job: { conferenceId, kind: "members", at, request: move } };
    });
    return { jobId };
  };

/** @throws DomainError `invalid-request` at `into` for the same delegation, and for one that the conference does not have */
async function loadOtherDelegation(table: Table, from: Delegation, id: string): Promise<Delegation> {
  const into = id === from.delegationId ? undefined : await findDelegation(table, id);
  if (into?.conferenceId !== from.conferenceId)
    throw new DomainError("invalid-request", [{ path: "into", rule: "unknownDelegation" }]);
  return into;
}
