import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import type { Delegation, DelegationAmendment, DelegationDraft } from "#shared/domain/delegation.ts";
import * as rules from "#shared/domain/delegation-change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { actorOf, mustActFor, mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { delegationView } from "#shared/http/views.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import { newId } from "#shared/store/ids.ts";

/** The delegation that a command has made or changed. */
function changed(delegation: Delegation | undefined): Delegation {
  if (!delegation) throw new Error("a command without a delegation");
  return delegation;
}

/** An organization asks to attend; what it gets back opens nothing. */
export const requestDelegation =
  (table: CommandStore): Handler<"requestDelegation"> =>
  async ({ params: { conferenceId }, body, now: at, deadline, idempotency }) => {
    const id = newId();
    return executeCommand(table, {
      conferenceId,
      deadline,
      idempotency,
      decide: ({ conference }) =>
        rules.requestDelegation(conference, body as DelegationDraft, id, { actor: { kind: "public" }, at }),
      answer: (_, delegation) => {
        const { delegationId, status } = changed(delegation);
        return { delegationId, status };
      },
    });
  };

/** The secretariat makes one. */
export const makeDelegation =
  (table: CommandStore): Handler<"makeDelegation"> =>
  async ({ params: { conferenceId }, body, caller, access, now: at, deadline, idempotency }) => {
    const id = newId();
    return executeCommand(table, {
      conferenceId,
      deadline,
      idempotency,
      decide: ({ conference }) => {
        mustBeStaff(conference, { caller, access });
        return rules.makeDelegation(conference, body as DelegationDraft, id, { actor: actorOf(caller), at });
      },
      answer: (_, delegation) => delegationView(changed(delegation)),
    });
  };

/** The secretariat accredits or refuses one, or changes what is said of it. */
export const changeDelegation =
  (table: CommandStore): Handler<"changeDelegation"> =>
  async ({ params: { delegationId }, body, caller, access, now: at, deadline, version, idempotency }) => {
    const { conferenceId } = await loadDelegation(table, delegationId);
    return executeCommand(table, {
      conferenceId,
      deadline,
      idempotency,
      decide: async ({ conference }) => {
        const before = await loadDelegation(table, delegationId);
        mustActFor(conference, before, { caller, access });
        if (version !== undefined && version !== before.version) throw new Refusal("changed-meanwhile");
        return rules.changeDelegation(before, body as DelegationAmendment, { actor: actorOf(caller), at });
      },
      answer: (_, delegation) => delegationView(changed(delegation)),
    });
  };
