import {
  type AuthContext,
  assertCanManageDelegation,
  type Caller,
  isFocalPoint,
  toActor,
} from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import type { NotCommitted } from "#shared/commands/commit.repository.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import { loadDelegation, loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import { type DelegationWithMembers, type Nomination, nominateMember } from "#shared/delegations/nomination.rules.ts";
import { getString, type Table } from "#shared/dynamodb/table.ts";
import type { Change, CommandContext, RegistrationChange } from "#shared/model/change.ts";
import type { Conference, Language } from "#shared/model/conference.ts";
import { assertConfirmed, type Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { findLetterRequest, type PassportDigester } from "#shared/registrations/passport-digest.ts";
import { getDefaultRole } from "#shared/registrations/roles.rules.ts";
import { personKey } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { readGivenAnswers, toRespondent } from "./given-answers.ts";
import { handOverHead } from "./head-of-delegation.ts";
import { answerAsClash, answerStaffIfRegistered } from "./registered-person.ts";
import type { ApiRequest } from "./request.ts";
import { isHiddenMember, toRegistrationStatusView, type Viewer } from "./views.ts";

type DelegationCommandRequest = Pick<
  ApiRequest<"nominateMembers">,
  "caller" | "access" | "now" | "deadline" | "version" | "idempotency"
> & { readonly params: Pick<ApiRequest<"nominateMembers">["params"], "delegationId"> };

/** A command of a focal point, or of the secretariat on their behalf. */
export interface DelegationCommand<Answer> {
  /** The person whom the command adds. */
  readonly person?: (delegation: Delegation) => Registration["person"];
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
  readonly answerRepetition?: (first: Answer, viewer: Viewer) => Promise<Answer>;
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
  { person, rule, answer, answerRepetition }: DelegationCommand<Answer>,
): Promise<Answer> {
  const named = await loadDelegation(store, delegationId);
  // Before anything else is read: another delegation takes as many calls as one that does not exist.
  assertCanManageDelegation(undefined, named, { caller, access });
  const { conferenceId } = named;
  const added = person?.(named);
  const email = added?.email;
  let viewer: Viewer | undefined;
  let members: readonly Registration[] = [];
  return executeCommand(store, {
    conferenceId,
    deadline,
    idempotency,
    decide: async (state) => {
      const delegation = await loadDelegation(store, delegationId);
      assertCanManageDelegation(state.conference, delegation, { caller, access });
      if (isFocalPoint(delegationId, { caller, access })) assertConfirmed(delegation);
      viewer = { conference: state.conference, caller };
      if (version !== undefined && version !== delegation.version) throw new DomainError("changed-meanwhile");
      members = await loadDelegationMembers(store, delegation);
      if (email !== undefined) assertNotNominated(members, email, caller);
      return rule({ delegation, members }, state, { actor: toActor(caller, delegation), at });
    },
    answer: toAnswer,
    ...(answerRepetition && {
      answerRepetition: async (first: Answer) => {
        if (!viewer) throw new DomainError("too-busy");
        return answerRepetition(first, viewer);
      },
    }),
    newPerson: {
      ...(added && { constraintKey: personKey({ conferenceId, delegationId, person: added }) }),
      answerIfRegistered,
    },
  });

  function toAnswer(registrations: readonly RegistrationChange[], delegation: Delegation | undefined): Answer {
    if (!viewer) throw new Error("a response before the rule has decided");
    return answer(registrations, delegation, viewer);
  }

  /**
   * A focal point learns of their own members that they are registered, and the secretariat of everyone; neither of them
   * of a person who is protected from them.
   */
  async function answerIfRegistered(change: Change, state: DecisionState, failure: NotCommitted) {
    const options = { answer: toAnswer, deadline, idempotency };
    if (caller.kind === "staff") return answerStaffIfRegistered(store, change, state, failure, { caller, ...options });
    const { found } = failure;
    const holder = found && getString(found, "registrationId");
    const member = members.find(({ registrationId }) => registrationId === holder);
    if (!found || (member && !isHiddenMember(member, caller))) throw new DomainError("already-registered");
    return answerAsClash(store, change, state, found, options);
  }
}

/** @throws DomainError `already-registered` for the address of a member whose nomination clashes with a registration */
function assertNotNominated(members: readonly Registration[], email: string, caller: Caller): void {
  const isNominated = ({ clash, person }: Registration) =>
    clash && person.email !== undefined && foldAddress(person.email) === foldAddress(email);
  if (members.some((member) => isNominated(member) && !isHiddenMember(member, caller)))
    throw new DomainError("already-registered");
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

/** What a nomination is read with. */
interface NominationContext {
  readonly table: Table;
  readonly digest: PassportDigester;
  readonly conference: Conference;
  readonly registrationId: string;
  /** In which the form was shown. */
  readonly language: Language;
}

/** The nomination as the rules take it. Only the digest of the passport number is passed on. */
export async function toNomination(
  { table, digest, conference, registrationId, language: shownLanguage }: NominationContext,
  { conferenceId, focalPoints, language, category }: Delegation,
  { person, replaceHead: _, answers, questionsVersion, ...fields }: NominationItem,
  { actor, at: now }: CommandContext,
): Promise<Nomination> {
  const groups = await readGivenAnswers(
    table,
    conference,
    { answers, questionsVersion },
    {
      category,
      role: fields.role ?? getDefaultRole(conference),
      respondent: toRespondent(actor),
      now,
      language: shownLanguage,
    },
  );
  const member = toMemberPerson({ focalPoints }, person);
  const owner = findLetterRequest(conference, { registrationId, address: member.email }, fields.needs);
  const passport = await digest(conferenceId, person.passportNumber, owner);
  return { ...fields, ...passport, ...groups, language: fields.language ?? language, person: member } as Nomination;
}

/** The command of one nomination, from the form or from an import. */
export const createNominationCommand = (
  store: CommandStore,
  digest: PassportDigester,
  item: NominationItem,
  registrationId: string,
  auth: AuthContext & { readonly language?: Language },
): DelegationCommand<ReturnType<typeof toRegistrationStatusView>> => ({
  person: (delegation) => toMemberPerson(delegation, item.person),
  rule: async (current, { conference, pools }, context) => {
    const { language = item.language ?? current.delegation.language } = auth;
    const nomination = await toNomination(
      { table: store, digest, conference, registrationId, language },
      current.delegation,
      item,
      context,
    );
    const change = nominateMember(conference, pools, current, nomination, registrationId, context);
    return handOverHead(store, conference, change, { ...auth, replaceHead: item.replaceHead });
  },
  answer: ([nominated]: readonly RegistrationChange[]) => {
    if (!nominated) throw new Error("a nomination without a registration");
    return toRegistrationStatusView(nominated.after);
  },
});
