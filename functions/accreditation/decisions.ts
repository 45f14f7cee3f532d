import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { saveProposal } from "#shared/accreditation/proposals.repository.ts";
import { asStaff, assertCanAccess, type Caller, toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { assertCanBeginItem, type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { completeReopening } from "#shared/delegations/complete-reopening.ts";
import { loadDelegation, loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import { acceptClash, acceptOutsideDelegation, declineClash } from "#shared/delegations/nomination-clash.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import { toProblem } from "#shared/http/problem.ts";
import { answerStaffIfRegistered } from "#shared/http/registered-person.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { canSeeClash, toRegistrationStatusView, toRegistrationView, type Viewer } from "#shared/http/views.ts";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Conference, Requirement } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { drawNextTime } from "#shared/model/time.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { isLive, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { loadCounterparts, loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { listMissingRequirements } from "#shared/registrations/requirements.rules.ts";
import { findConstraintHolders, personKey } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { loadRegistrationHints } from "#shared/search/review-hints.repository.ts";

/** The number of concurrent decisions if their order has no effect. */
const decisionConcurrency = 8;

/** A decision that requests a seat has an order: the registrations receive seats in the order of the request. */
const isOrderRelevant = (conference: Conference, { decision }: Pick<AccreditationDecision, "decision">) =>
  decision === (conference.seatTakenAt === "approval" ? "approve" : "reopen");

/**
 * Applies one decision to several registrations. Each has its own result: an error does not stop the others. Those that
 * could not begin in time have the problem `too-busy`.
 */
export const decideRegistrations =
  (table: CommandStore): ApiHandler<"decideRegistrations"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { items: seen, registrationIds = [], ...decision } = request.body;
    const isOrdered = isOrderRelevant(conference, decision);
    const selected = seen ?? registrationIds.map((registrationId): SelectedRegistration => ({ registrationId }));
    let time = Date.parse(request.now);
    const items = await mapConcurrent(selected, isOrdered ? 1 : decisionConcurrency, (each) => {
      const now = new Date(time).toISOString();
      // So that the waiting list has the order of the request.
      if (isOrdered) time = drawNextTime(time, Math.random());
      return decideOne(table, { ...request, now }, each, decision as AccreditationDecision);
    });
    return { items, next: null };
  };

/**
 * A registration to decide on. With a version, only if it is still at it: an officer decides on what they have read.
 */
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
  const answer = ([change]: readonly RegistrationChange[]) => ({
    ...(change ? toRegistrationStatusView(maskProtectedIdentity(change.after)) : { registrationId }),
    ...(missing.length > 0 && { missing }),
  });
  try {
    assertCanBeginItem(deadline);
    return await executeCommand(table, {
      conferenceId: params.conferenceId,
      deadline,
      decide: async ({ conference, pools }) => {
        const before = await loadRegistration(table, registrationId);
        if (before.conferenceId !== conference.conferenceId) throw new DomainError("not-found");
        if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
        const { documents } = before;
        missing = listMissingRequirements(conference, { ...maskProtectedIdentity(before), documents });
        return decideOn(table, { conference, pools }, before, decision, { caller, at });
      },
      answer,
      newPerson: {
        answerIfRegistered: (...registered) =>
          answerStaffIfRegistered(table, ...registered, { caller, answer, deadline }),
      },
    });
  } catch (error) {
    if (error instanceof DomainError) return { registrationId, problem: toProblem(error, language) };
    throw error;
  }
}

/**
 * A reopened member of a delegation is in its order again. Staff who may not know that a registration clashes decide on
 * it as on any other. Only a reader reopens a protected person, because a delegation that is full refuses a member.
 * @throws DomainError `already-registered` for a registration that clashes, unless it is rejected, or revoked once it
 * is approved; `name-protected`
 */
async function decideOn(
  table: Table,
  { conference, pools }: Pick<DecisionState, "conference" | "pools">,
  before: Registration,
  decision: AccreditationDecision,
  { caller, at, notify }: { readonly caller: Caller; readonly at: string; readonly notify?: boolean | undefined },
): Promise<Change> {
  const context = { actor: toActor(caller), at };
  if (decision.decision === "reopen" && !canReadName(before, asStaff(caller))) throw new DomainError("name-protected");
  const isRevoked = decision.decision === "revoke" && before.accreditation.state === "approved";
  if (!isRevoked && (await knowsClash(table, before, { conference, caller }))) {
    const isOpen = isLive(before) && before.accreditation.state !== "approved";
    if (decision.decision !== "reject" || !isOpen) throw new DomainError("already-registered");
    return declineClash(before, decision.reason ?? "", context);
  }
  const change = decideAccreditation(conference, pools, before, decision, context, notify);
  return change.action === "reopen" ? completeReopening(table, conference, change) : change;
}

/** Whether the registration clashes with another one, and the viewer may know. */
async function knowsClash(table: Table, before: Registration, viewer: Viewer): Promise<boolean> {
  if (!before.clash) return false;
  return canSeeClash(before, { ...viewer, counterparts: await loadCounterparts(table, [before]) });
}

/** Applies a decision of the secretariat to one registration. */
export const decideRegistration =
  (table: CommandStore): ApiHandler<"decideRegistration"> =>
  (request) => {
    const { notify, ...decision } = request.body;
    return executeOnRegistration(table, request, (before, state, { at }) =>
      decideOn(table, state, before, decision as AccreditationDecision, { caller: request.caller, at, notify }),
    );
  };

/**
 * Accepts the nomination of a person who is registered already: the person's own registration moves into the
 * delegation.
 */
export const acceptNomination =
  (table: CommandStore): ApiHandler<"acceptNomination"> =>
  async (request) =>
    executeOnRegistration(table, request, async (before, { conference, pools }, context) => {
      const { delegationId } = before;
      // As for a nomination that does not clash: another answer would say that the person with this name is protected.
      if (!(await knowsClash(table, before, { conference, caller: request.caller })))
        throw new DomainError("wrong-state");
      const existing = await findPerson(table, before);
      if (existing && request.caller.kind === "staff" && !canReadName(existing, request.caller))
        throw new DomainError("wrong-state");
      if (delegationId === undefined) return acceptOutsideDelegation(conference, before, existing, context);
      const delegation = await loadDelegation(table, delegationId);
      const current = { delegation, members: await loadDelegationMembers(table, delegation) };
      return acceptClash(conference, pools, current, before, existing, context);
    });

/**
 * The registration that holds the address now, or the name of a member without one. The one at the time of the
 * nomination may have been withdrawn since, and the address of the nomination may have been corrected.
 */
async function findPerson(table: Table, clashing: Registration): Promise<Registration | undefined> {
  const [holder] = await findConstraintHolders(table, [personKey(clashing)]);
  return holder === undefined ? undefined : loadRegistration(table, holder);
}

/** Stores a reviewer's proposal for a decision. It is shown with the registration until the registration changes. */
export const proposeDecision =
  (table: Table): ApiHandler<"proposeDecision"> =>
  async ({ params: { registrationId }, body, caller, access, version, now: at, deadline }) => {
    const { conferenceId } = await loadRegistration(table, registrationId);
    const conference = await loadConference(table, conferenceId);
    const proposal = { ...(body as AccreditationDecision), at, by: asStaff(caller).id };
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
    const hints = await loadRegistrationHints(table, registration);
    const counterparts = await loadCounterparts(table, [registration]);
    return toRegistrationView(registration, { conference, caller, counterparts }, hints);
  };
