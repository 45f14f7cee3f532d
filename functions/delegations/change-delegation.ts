import { assertCanManageDelegation, assertStaff, toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { toDelegationView } from "#shared/http/views.ts";
import type { Delegation, DelegationAmendment, DelegationDraft } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import * as rules from "./change-delegation.rules.ts";
import { countDelegationRequest } from "./request-limits.ts";

/** The delegation that a command has created or changed. */
function getChangedDelegation(delegation: Delegation | undefined): Delegation {
  if (!delegation) throw new Error("a command without a delegation");
  return delegation;
}

/** Creates the delegation of an organization that requests accreditation. The response grants no access to it. */
export const requestDelegation =
  (table: CommandStore): ApiHandler<"requestDelegation"> =>
  async (request) => {
    const { conferenceId } = request.params;
    const { body, now: at, deadline, idempotency } = request;
    await countDelegationRequest(table, request);
    const id = createId();
    const context = { actor: { kind: "public" }, at } as const;
    return executeCommand(table, {
      conferenceId,
      deadline,
      idempotency,
      decide: ({ conference }) => rules.createRequestedDelegation(conference, body as DelegationDraft, id, context),
      answer: (_, delegation) => {
        const { delegationId, status, version } = getChangedDelegation(delegation);
        return { delegationId, status, version };
      },
    });
  };

export const createDelegation =
  (table: CommandStore): ApiHandler<"createDelegation"> =>
  async (request) => {
    const { params, body, caller, now: at, deadline, idempotency } = request;
    const delegationId = createId();
    const context = { actor: toActor(caller), at };
    return executeCommand(table, {
      conferenceId: params.conferenceId,
      deadline,
      idempotency,
      decide: ({ conference }) => {
        assertStaff(conference, request);
        return rules.createAccreditedDelegation(conference, body as DelegationDraft, delegationId, context);
      },
      answer: (_, delegation) => toDelegationView(getChangedDelegation(delegation)),
    });
  };

/** Accredits or refuses a delegation, or changes its data. */
export const updateDelegation =
  (table: CommandStore): ApiHandler<"updateDelegation"> =>
  async (request) => {
    const { params, body, caller, now: at, deadline, version, idempotency } = request;
    const { conferenceId } = await loadDelegation(table, params.delegationId);
    return executeCommand(table, {
      conferenceId,
      deadline,
      idempotency,
      decide: async ({ conference }) => {
        const before = await loadDelegation(table, params.delegationId);
        assertCanManageDelegation(conference, before, request);
        if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
        const context = { actor: toActor(caller, before), at };
        return rules.applyDelegationAmendment(conference, before, body as DelegationAmendment, context);
      },
      answer: (_, delegation) => toDelegationView(getChangedDelegation(delegation)),
    });
  };
