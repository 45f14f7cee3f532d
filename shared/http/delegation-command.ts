import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import type { Change, CommandContext, RegistrationChange } from "#shared/domain/change.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { type Nomination, nominate, type Standing } from "#shared/domain/nomination.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { loadDelegation, loadMembers } from "#shared/store/delegations.ts";
import { actorOf, mustActFor } from "./caller.ts";
import type { DigestPassport } from "./passport.ts";
import type { Request } from "./request.ts";
import { standingView, type Viewer } from "./views.ts";

type DelegationRequest = Pick<
  Request<"nominate">,
  "caller" | "access" | "now" | "deadline" | "version" | "idempotency"
> & { readonly params: Pick<Request<"nominate">["params"], "delegationId"> };

/** A command of a focal point, or of the secretariat on their behalf. */
export interface DelegationCommand<Answer> {
  readonly rule: (standing: Standing, state: DecisionState, context: CommandContext) => Change | Promise<Change>;
  readonly answer: (
    registrations: readonly RegistrationChange[],
    delegation: Delegation | undefined,
    viewer: Viewer,
  ) => Answer;
}

/**
 * Executes a command on one delegation: loads the delegation and its members, checks that the caller may manage it and
 * has seen its present version, calls the rule and commits the change.
 * @throws Refusal `not-found`; `changed-meanwhile` if the delegation is not at the version that the caller named; the
 * refusals of the rule
 */
export async function executeOnDelegation<Answer>(
  store: CommandStore,
  { params: { delegationId }, caller, access, now: at, deadline, version, idempotency }: DelegationRequest,
  { rule, answer }: DelegationCommand<Answer>,
): Promise<Answer> {
  const { conferenceId } = await loadDelegation(store, delegationId);
  let viewer: Viewer | undefined;
  return executeCommand(store, {
    conferenceId,
    deadline,
    idempotency,
    decide: async (state) => {
      const delegation = await loadDelegation(store, delegationId);
      mustActFor(state.conference, delegation, { caller, access });
      viewer = { conference: state.conference, caller };
      if (version !== undefined && version !== delegation.version) throw new Refusal("changed-meanwhile");
      const members = await loadMembers(store, delegation);
      return rule({ delegation, members }, state, { actor: actorOf(caller), at });
    },
    answer: (registrations, delegation) => {
      if (!viewer) throw new Error("a response before the rule has decided");
      return answer(registrations, delegation, viewer);
    },
  });
}

type NominationBody = Request<"nominate">["body"]["items"][number];

/**
 * The nominated person without the passport number. The address of a focal point is left out, because e-mails of a
 * member without an address go to the focal point.
 */
export function memberOf({ focalPoints }: Pick<Delegation, "focalPoints">, person: NominationBody["person"]) {
  const { passportNumber: _passportNumber, email, ...kept } = person;
  const own = email !== undefined && !focalPoints.some((each) => each.toLowerCase() === email.toLowerCase());
  return { ...kept, ...(own && { email }) } as Nomination["person"];
}

/** The nomination as the rules take it. Only the digest of the passport number is passed on. */
export async function nominationOf(
  digest: DigestPassport,
  { conferenceId, focalPoints, language }: Delegation,
  { person, ...given }: NominationBody,
): Promise<Nomination> {
  const passport = await digest(conferenceId, person.passportNumber);
  const member = memberOf({ focalPoints }, person);
  return { ...given, ...passport, language: given.language ?? language, person: member } as Nomination;
}

/** The command of one nomination, from the form or from an import. */
export const nominationCommand = (
  digest: DigestPassport,
  item: NominationBody,
  registrationId: string,
): DelegationCommand<ReturnType<typeof standingView>> => ({
  rule: async (standing, { conference, pools }, context) => {
    const nomination = await nominationOf(digest, standing.delegation, item);
    return nominate(conference, pools, standing, nomination, registrationId, context);
  },
  answer: ([nominated]: readonly RegistrationChange[]) => {
    if (!nominated) throw new Error("a nomination without a registration");
    return standingView(nominated.after);
  },
});
