import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { toActor } from "#shared/auth/caller.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import type { RenameMembersRequest } from "#shared/delegations/member-job.rules.ts";
import { hasFormerName } from "#shared/delegations/move-member.rules.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { ifVersion, toItemKey } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { type MemberJobContext, memberTimeoutMs } from "./member-job-context.ts";

/**
 * Gives a member the present name of the delegation, unless someone has changed it meanwhile. A person with a badge is told,
 * because the badge is issued anew.
 * @returns whether the member has been renamed; not if the registration cannot be changed
 */
export async function renameMember(
  { store, job, conference, auth }: MemberJobContext<RenameMembersRequest>,
  { registrationId }: Registration,
): Promise<boolean> {
  const { delegationId } = job.request;
  let version: number | undefined;
  try {
    return await executeIfNeeded(
      store,
      conference.conferenceId,
      Date.now() + memberTimeoutMs,
      async (state) => {
        const before = await loadRegistration(store, registrationId);
        const delegation = await loadDelegation(store, delegationId);
        const organization = delegation.name.en;
        if (!hasFormerName(job.request, before) || organization === before.organization) return undefined;
        version = delegation.version;
        const by = { actor: toActor(auth.caller), at: new Date().toISOString() };
        return applyAmendment(state.conference, state.pools, before, { organization }, by, isConfirmed(before));
      },
      // Another name in the meantime has a job of its own, which may have passed this member already.
      () => [
        {
          item: {
            ConditionCheck: {
              TableName: store.name,
              Key: toItemKey(keys.delegation(delegationId)),
              ...ifVersion(version),
            },
          },
          onConditionFailed: "changed-meanwhile" as const,
        },
      ],
    );
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "too-busy") throw error;
    return false;
  }
}
