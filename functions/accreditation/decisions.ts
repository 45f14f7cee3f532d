import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { saveProposal } from "#shared/accreditation/proposals.repository.ts";
import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { completeReopening } from "#shared/delegations/complete-reopening.ts";
import { loadDelegation, loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import { acceptClash, declineClash } from "#shared/delegations/nomination-clash.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import { toProblem } from "#shared/http/problem.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { toRegistrationStatusView, toRegistrationView } from "#shared/http/views.ts";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { Change, CommandContext, RegistrationChange } from "#shared/model/change.ts";
import type { Conference, Requirement } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { isLive, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { loadCounterparts, loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { listMissingRequirements } from "#shared/registrations/requirements.rules.ts";
import { addressKey, findConstraintHolders } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";

/** The number of concurrent decisions if their order has no effect. */
const decisionConcurrency = 8;

/** A decision that requests a seat has an order: the registrations receive seats in the order of the request. */
const isOrderRelevant = (conference: Conference, { decision }: Pick<AccreditationDecision, "decision">) =>
  decision === (conference.seatTakenAt === "approval" ? "approve" : "reopen");

/** Applies one decision to several registrations. Each has its own result: an error does not stop the others. */
export const decideRegistrations =
  (table: CommandStore): ApiHandler<"decideRegistrations"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { items: seen, registrationIds = [], ...decision } = request.body;
    const concurrency = isOrderRelevant(conference, decision) ? 1 : decisionConcurrency;
    const selected = seen ?? registrationIds.map((registrationId): SelectedRegistration => ({ registrationId }));
    const items = await mapConcurrent(selected, concurrency, (each, index) =>
      decideOne(
        table,
        { ...request, now: addMilliseconds(request.now, index) },
        each,
        decision as AccreditationDecision,
      ),
    );
    return { items, next: null };
  };

/** Each decision is one millisecond later than the one before, so that the waiting list has the order of the request. */
const addMilliseconds = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

/** A registration to decide on. With a version, only if it is still at it: an officer decides on what they have read. */
interface SelectedRegistration {
  readonly registrationId: string;
  readonly version?: number;
}

async function decideOne(
  table: CommandStore,
  request: ApiRequest<"decideRegistrations">,
  { registrationId, version }: SelectedRegistration,
  decision: AccreditationDecision,
) {
  const { caller, now: at, deadline, params, language } = request;
  let missing: Requirement[] = [];
  try {
    return await executeCommand(table, {
      conferenceId: params.conferenceId,
      deadline,
      decide: async ({ conference, pools }) => {
        const before = await loadRegistration(table, registrationId);
        if (before.conferenceId !== conference.conferenceId) throw new DomainError("not-found");
        if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
        missing = listMissingRequirements(conference, before);
        return decideOn(table, { conference, pools }, before, decision, { actor: toActor(caller), at });
      },
      answer: ([change]: readonly RegistrationChange[]) => ({
        ...(change ? toRegistrationStatusView(maskProtectedIdentity(change.after)) : { registrationId }),
        ...(missing.length > 0 && { missing }),
      }),
    });
  } catch (error) {
    if (error instanceof DomainError) return { registrationId, problem: toProblem(error, language) };
    throw error;
  }
}

/**
 * A reopened member of a delegation is in its order again.
 * @throws DomainError `already-registered` for a nomination of a registered person, unless it is rejected
 */
async function decideOn(
  table: Table,
  { conference, pools }: Pick<DecisionState, "conference" | "pools">,
  before: Registration,
  decision: AccreditationDecision,
  context: CommandContext,
  notify?: boolean,
): Promise<Change> {
  if (before.clash) {
    if (decision.decision !== "reject" || !isLive(before)) throw new DomainError("already-registered");
    return declineClash(before, decision.reason ?? "", context);
  }
  const change = decideAccreditation(conference, pools, before, decision, context, notify);
  return change.action === "reopen" ? completeReopening(table, conference, change) : change;
}

/** Applies a decision of the secretariat to one registration. */
export const decideRegistration =
  (table: CommandStore): ApiHandler<"decideRegistration"> =>
  (request) => {
    const { notify, ...decision } = request.body;
    return executeOnRegistration(table, request, (before, state, context) =>
      decideOn(table, state, before, decision as AccreditationDecision, context, notify),
    );
  };

/**
 * Accepts the nomination of a person who is registered already: the person's own registration moves into the delegation.
 */
export const acceptNomination =
  (table: CommandStore): ApiHandler<"acceptNomination"> =>
  async (request) =>
    executeOnRegistration(table, request, async (before, { conference, pools }, context) => {
      const { clash, delegationId } = before;
      if (!clash || delegationId === undefined) throw new DomainError("wrong-state");
      const existing = await findPerson(table, before);
      // As for a nomination that does not clash: that it does would say that the person with this name is protected.
      if (existing && request.caller.kind === "staff" && !canReadName(existing, request.caller))
        throw new DomainError("wrong-state");
      const delegation = await loadDelegation(table, delegationId);
      const current = { delegation, members: await loadDelegationMembers(table, delegation) };
      return acceptClash(conference, pools, current, before, existing, context);
    });

/**
 * The registration that holds the address now. The one at the time of the nomination may have been withdrawn since, and
 * the address of the nomination may have been corrected.
 */
async function findPerson(table: Table, { conferenceId, person }: Registration): Promise<Registration | undefined> {
  if (person.email === undefined) return undefined;
  const [holder] = await findConstraintHolders(table, [addressKey(conferenceId, person.email)]);
  return holder === undefined ? undefined : loadRegistration(table, holder);
}

/** Stores a reviewer's proposal for a decision. It is shown with the registration until the registration changes. */
export const proposeDecision =
  (table: Table): ApiHandler<"proposeDecision"> =>
  async ({ params: { registrationId }, body, caller, access, version, now: at, deadline }) => {
    const { conferenceId } = await loadRegistration(table, registrationId);
    const conference = await loadConference(table, conferenceId);
    if (caller.kind !== "staff") throw new DomainError("not-allowed");
    const proposal = { ...(body as AccreditationDecision), at, by: caller.id };
    const registration = await saveProposal(
      table,
      registrationId,
      proposal,
      (before) => {
        assertCanAccess(conference, before, { caller, access });
        if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
      },
      deadline,
    );
    const hints = await loadReviewHints(table, [registration]);
    const counterparts = await loadCounterparts(table, [registration]);
    return toRegistrationView(registration, { conference, caller, counterparts }, hints.get(registrationId));
  };
