import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import { assertConfirmedDelegation } from "#shared/delegations/delegations.repository.ts";
import type { Change, CommandContext, RegistrationChange } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadCounterparts, loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { answerStaffIfRegistered } from "./registered-person.ts";
import type { ApiRequest } from "./request.ts";
import { isMasked, toRegistrationView, type Viewer } from "./views.ts";

type RegistrationCommandRequest = Pick<
  ApiRequest<"decideRegistration">,
  "params" | "caller" | "access" | "now" | "deadline" | "version" | "idempotency"
>;

/** Decides on one registration. */
export type RegistrationRule = (
  before: Registration,
  state: DecisionState,
  context: CommandContext,
) => Change | Promise<Change>;

/**
 * Executes a command on one registration: loads the registration and its conference, checks that the caller may access
 * it and has seen its present version, calls the rule and commits the change.
 * @returns the registration after the change
 * @throws DomainError `not-found`; `changed-meanwhile` if the registration is not at the version that the caller named;
 * the errors of the rule
 */
export async function executeOnRegistration(
  store: CommandStore,
  request: RegistrationCommandRequest,
  rule: RegistrationRule,
) {
  const { params, caller, now: at, deadline, version, idempotency } = request;
  const named = await loadRegistration(store, params.registrationId);
  // Before anything else is read: a registration of another person takes as many calls as one that does not exist.
  assertCanAccess(undefined, named, request);
  const { conferenceId } = named;
  let viewer: Viewer | undefined;
  return executeCommand(store, {
    conferenceId,
    deadline,
    idempotency,
    decide: async (state) => {
      const before = await loadRegistration(store, params.registrationId);
      assertCanAccess(state.conference, before, request);
      const counterparts = await loadCounterparts(store, caller.kind === "staff" ? [before] : []);
      viewer = { conference: state.conference, caller, counterparts };
      if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
      const actor = toActor(caller, before);
      if (actor.kind === "focal-point") await assertConfirmedDelegation(store, actor.id);
      return rule(before, state, { actor, at });
    },
    answer,
    newPerson: {
      answerIfRegistered: (...registered) =>
        answerStaffIfRegistered(store, ...registered, { caller, answer, deadline, idempotency }),
    },
    answerRepetition: async (first) => {
      // Before the rule was called: what the caller may read now is not known.
      if (!viewer) throw new DomainError("too-busy");
      const current = await loadRegistration(store, params.registrationId);
      return isMasked(current, caller) ? toRegistrationView(current, viewer) : first;
    },
  });

  function answer([changed]: readonly RegistrationChange[]) {
    if (!changed || !viewer) throw new Error("a command without a registration");
    return toRegistrationView(changed.after, viewer);
  }
}
