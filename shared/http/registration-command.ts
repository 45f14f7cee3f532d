import type { Occasion } from "#shared/domain/accreditation.ts";
import type { Change, Step } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { carryOut, type State } from "#shared/store/carry-out.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { actorOf, mustMayOpen } from "./caller.ts";
import type { Request } from "./request.ts";
import { registrationView, type Viewer } from "./views.ts";

type RegistrationRequest = Pick<
  Request<"decide">,
  "params" | "caller" | "access" | "now" | "deadline" | "version" | "repeatable"
>;

/** What a rule decides from, and on what occasion. */
export type RegistrationRule = (before: Registration, state: State, occasion: Occasion) => Change | Promise<Change>;

/**
 * One command on one registration: load it and its conference, ask whether the caller may, ask the rule, save.
 * @returns the registration as it is afterwards
 * @throws Refusal `not-found`; `changed-meanwhile` when it isn't at the version the caller named; the rule's own
 */
export async function carryOutOn(table: Table, request: RegistrationRequest, rule: RegistrationRule) {
  const { params, caller, now: at, deadline, version, repeatable } = request;
  const { conferenceId } = await loadRegistration(table, params.registrationId);
  let viewer: Viewer | undefined;
  return carryOut(table, {
    conferenceId,
    deadline,
    repeatable,
    decide: async (state) => {
      const before = await loadRegistration(table, params.registrationId);
      mustMayOpen(state.conference, before, request);
      viewer = { conference: state.conference, caller };
      if (version !== undefined && version !== before.version) throw new Refusal("changed-meanwhile");
      return rule(before, state, { actor: actorOf(caller, before.registrationId), at });
    },
    answer: (steps) => changedView(steps, viewer),
  });
}

/** The one registration that a command has changed. */
function changedView([step]: readonly Step[], viewer: Viewer | undefined) {
  if (!step || !viewer) throw new Error("a command without a registration");
  return registrationView(step.after, viewer);
}
