import { type AuthContext, assertCanManageDelegation, toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import { loadDelegation, loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import { type DelegationWithMembers, type Nomination, nominateMember } from "#shared/delegations/nomination.rules.ts";
import type { Change, CommandContext, RegistrationChange } from "#shared/model/change.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { handOverHead } from "./head-of-delegation.ts";
import type { ApiRequest } from "./request.ts";
import { toRegistrationStatusView, type Viewer } from "./views.ts";

type DelegationCommandRequest = Pick<
  ApiRequest<"nominateMembers">,
  "caller" | "access" | "now" | "deadline" | "version" | "idempotency"
> & { readonly params: Pick<ApiRequest<"nominateMembers">["params"], "delegationId"> };

/** A command of a focal point, or of the secretariat on their behalf. */
export interface DelegationCommand<Answer> {
  readonly rule: (
    current: DelegationWithMembers,
    state: DecisionState,
    context: CommandContext,
  ) => Change | Promise<Change>;
  readonly answer: (
    registrations: readonly RegistrationChange[],
    delegation: Delegation | undefined,
    viewer: Viewer,
  ) => Answer;
}

/**
 * Executes a command on one delegation: loads the delegation and its members, checks that the caller may manage it and
 * has seen its present version, calls the rule and commits the change.
 * @throws DomainError `not-found`; `changed-meanwhile` if the delegation is not at the version that the caller named; the
 * errors of the rule
 */
export async function executeOnDelegation<Answer>(
  store: CommandStore,
  { params: { delegationId }, caller, access, now: at, deadline, version, idempotency }: DelegationCommandRequest,
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
      assertCanManageDelegation(state.conference, delegation, { caller, access });
      viewer = { conference: state.conference, caller };
      if (version !== undefined && version !== delegation.version) throw new DomainError("changed-meanwhile");
      const members = await loadDelegationMembers(store, delegation);
      return rule({ delegation, members }, state, { actor: toActor(caller), at });
    },
    answer: (registrations, delegation) => {
      if (!viewer) throw new Error("a response before the rule has decided");
      return answer(registrations, delegation, viewer);
    },
  });
}

type NominationItem = ApiRequest<"nominateMembers">["body"]["items"][number];

/**
 * The nominated person without the passport number. The address of a focal point is left out, because e-mails of a
 * member without an address go to the focal point.
 */
export function toMemberPerson({ focalPoints }: Pick<Delegation, "focalPoints">, person: NominationItem["person"]) {
  const { passportNumber: _, email, ...fields } = person;
  const isOwn = email !== undefined && !focalPoints.some((address) => foldAddress(address) === foldAddress(email));
  return { ...fields, ...(isOwn && { email }) } as Nomination["person"];
}

/** The nomination as the rules take it. Only the digest of the passport number is passed on. */
export async function toNomination(
  digest: PassportDigester,
  { conferenceId, focalPoints, language }: Delegation,
  { person, replaceHead: _, ...fields }: NominationItem,
): Promise<Nomination> {
  const passport = await digest(conferenceId, person.passportNumber);
  const member = toMemberPerson({ focalPoints }, person);
  return { ...fields, ...passport, language: fields.language ?? language, person: member } as Nomination;
}

/** The command of one nomination, from the form or from an import. */
export const createNominationCommand = (
  store: CommandStore,
  digest: PassportDigester,
  item: NominationItem,
  registrationId: string,
  auth: AuthContext,
): DelegationCommand<ReturnType<typeof toRegistrationStatusView>> => ({
  rule: async (current, { conference, pools }, context) => {
    const nomination = await toNomination(digest, current.delegation, item);
    const change = nominateMember(conference, pools, current, nomination, registrationId, context);
    return handOverHead(store, conference, change, { ...auth, replaceHead: item.replaceHead });
  },
  answer: ([nominated]: readonly RegistrationChange[]) => {
    if (!nominated) throw new Error("a nomination without a registration");
    return toRegistrationStatusView(nominated.after);
  },
});
