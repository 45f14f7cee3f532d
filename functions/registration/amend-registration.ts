import { applyAmendment, listAmendedPaths, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import {
  acceptChangeRequest,
  amendOrRequest,
  declineChangeRequest,
  getChangeRequest,
} from "#shared/accreditation/change-request.rules.ts";
import { assertCanOmitEmails, type Caller } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { findDelegation, loadDelegation, loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import { joinDelegation } from "#shared/delegations/join-delegation.ts";
import { listFollowingFields } from "#shared/delegations/move-member.rules.ts";
import { idPattern, serializeKey } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { findSuppression } from "#shared/email/suppressed-addresses.repository.ts";
import { toMemberPerson } from "#shared/http/execute-on-delegation.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { toRespondent } from "#shared/http/given-answers.ts";
import { handOverHead } from "#shared/http/head-of-delegation.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { canSeeClash, type Viewer } from "#shared/http/views.ts";
import type { Change, CommandContext, UnseenFields } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { assertMayChange } from "#shared/registrations/deadlines.rules.ts";
import { findLetterRequest, type PassportDigester } from "#shared/registrations/passport-digest.ts";
import { assertCanChangeFields } from "#shared/registrations/protected-identity.rules.ts";
import { passportPath } from "#shared/registrations/registration.rules.ts";
import { loadCounterparts } from "#shared/registrations/registrations.repository.ts";
import { assertRoleCapacity, findRoleMaximum } from "#shared/registrations/roles.rules.ts";
import { personKey } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { readChangedAnswers } from "./changed-answers.ts";

type AmendmentBody = ApiRequest<"amendRegistration">["body"];

/**
 * Changes the data of a registration: every field for the secretariat, in every live state; for the owner and the focal
 * point as `applyAmendment` says. A returned registration that its owner amends goes back to review.
 */
export const amendRegistration =
  (store: CommandStore, digest: PassportDigester): ApiHandler<"amendRegistration"> =>
  async (request) => {
    const { body, caller } = request;
    assertCanOmitEmails(caller.kind === "staff", body.notify);
    assertMayGive(body, caller);
    return executeOnRegistration(store, request, async (before, { conference, pools }, context) => {
      assertCanRead(before, body, caller);
      const joined = caller.kind === "staff" ? await loadJoinedDelegation(store, before, body) : undefined;
      const delegation = joined ?? (await loadOwnDelegation(store, before, body));
      const answers = await readChangedAnswers(store, conference, before, body, {
        ...context,
        language: request.language,
      });
      const fields = await toAmendment(conference, before, body, { digest, delegation });
      const amendment = { ...fields, ...answers, unseen: listUnseenFields(fields, answers, context) };
      await assertChangesOpen(store, conference, before, amendment, context);
      const complete = joined
        ? {
            ...listFollowingFields(conference, before, await findFormerDelegation(store, before), joined),
            ...amendment,
          }
        : amendment;
      const change =
        caller.kind === "staff"
          ? applyAmendment(conference, pools, before, complete, context, body.notify)
          : amendOrRequest(conference, pools, before, complete, context, body.changeRequest === null);
      const left = await leaveHiddenClash(store, change, { conference, caller });
      const flagged = await flagSuppressedAddress(store, left);
      const placed = joined
        ? await joinDelegation(store, conference, joined, flagged)
        : await guardRoleCapacity(store, conference, before, flagged);
      return handOverHead(store, conference, placed, {
        ...request,
        replaceHead: body.replaceHead,
        notify: body.notify,
      });
    });
  };

/** Accepts a person's request for changes, which then is the secretariat's own correction, or declines it. */
export const decideChangeRequest =
  (store: CommandStore): ApiHandler<"decideChangeRequest"> =>
  async (request) => {
    const { body, caller } = request;
    return executeOnRegistration(store, request, async (before, { conference, pools }, context) => {
      const paths = getChangeRequest(before).changes.map(({ path }) => path);
      if (caller.kind === "staff") assertCanChangeFields(before, paths, caller);
      if (body.decision === "decline") return declineChangeRequest(before, body.reason ?? "", context);
      const accepted = acceptChangeRequest(conference, pools, before, context);
      const flagged = await flagSuppressedAddress(store, accepted);
      const guarded = await guardRoleCapacity(store, conference, before, flagged);
      return handOverHead(store, conference, guarded, { ...request, replaceHead: body.replaceHead });
    });
  };

/** @throws DomainError `not-allowed` for what only the secretariat, or only the owner, gives */
function assertMayGive({ changeRequest, changesUntil }: AmendmentBody, { kind }: Caller): void {
  if (kind === "staff" ? changeRequest === null : changesUntil !== undefined) throw new DomainError("not-allowed");
}

/**
 * @throws DomainError `name-protected` for a field that staff cannot read, because the person appears under an alias
 */
function assertCanRead(before: Registration, { person = {}, ...fields }: AmendmentBody, caller: Caller): void {
  if (caller.kind !== "staff") return;
  const paths = [...Object.keys(fields), ...Object.keys(person).map((name) => `person.${name}`)];
  assertCanChangeFields(before, paths, caller);
}

/**
 * The delegation that the person joins.
 * @throws DomainError `invalid-request` for one that the conference does not have
 */
async function loadJoinedDelegation(
  table: Table,
  before: Registration,
  { delegation: id }: AmendmentBody,
): Promise<Delegation | undefined> {
  if (typeof id !== "string" || id === before.delegationId) return undefined;
  const delegation = idPattern.test(id) ? await findDelegation(table, id) : undefined;
  if (delegation?.conferenceId !== before.conferenceId)
    throw new DomainError("invalid-request", [{ path: "delegation", rule: "unknownDelegation" }]);
  return delegation;
}

const findFormerDelegation = async (table: Table, { delegationId }: Registration) =>
  delegationId === undefined ? undefined : findDelegation(table, delegationId);

/** @throws DomainError `changes-closed` after the deadline for what the owner or the focal point changes */
async function assertChangesOpen(
  table: Table,
  conference: Conference,
  before: Registration,
  amendment: RegistrationAmendment,
  { actor, at }: CommandContext,
): Promise<void> {
  if (actor.kind === "staff") return;
  const delegation = before.delegationId === undefined ? undefined : await loadDelegation(table, before.delegationId);
  assertMayChange(conference, before, listAmendedPaths(amendment), delegation, at);
}

/** What others than the owner give unseen: sensitive answers, and a passport number. */
const listUnseenFields = (
  { passportDigest }: RegistrationAmendment,
  { unseen }: RegistrationAmendment,
  { actor }: CommandContext,
): UnseenFields => ({
  ...unseen,
  ...(passportDigest !== undefined && toRespondent(actor) !== "person" && { [passportPath]: passportPath }),
});

/** The delegation of the person, which is needed only for a new address. */
async function loadOwnDelegation(table: Table, before: Registration, { person, delegation }: AmendmentBody) {
  const isNeeded = person?.email && delegation !== null && before.delegationId !== undefined;
  return isNeeded ? loadDelegation(table, before.delegationId) : undefined;
}

/** The amendment as the rule takes it. Of the passport number only the digest is passed on. */
async function toAmendment(
  conference: Conference,
  before: Registration,
  {
    person,
    delegation: delegationId,
    notify: _,
    replaceHead: _replaceHead,
    changeRequest: _request,
    answers: _answers,
    questionsVersion: _version,
    ...fields
  }: AmendmentBody,
  { digest, delegation }: { readonly digest: PassportDigester; readonly delegation: Delegation | undefined },
): Promise<RegistrationAmendment> {
  const { passportNumber, email, ...personFields } = person ?? {};
  const address = email && delegation ? { email: toMemberAddress(delegation, email) } : { email };
  const owner = findLetterRequest(
    conference,
    {
      registrationId: before.registrationId,
      address: (email === undefined ? before.person.email : address.email) ?? undefined,
    },
    before.erasure ? undefined : (fields.needs ?? before.needs),
  );
  const passport =
    passportNumber === null ? { passportDigest: null } : await digest(conference.conferenceId, passportNumber, owner);
  return {
    ...fields,
    ...passport,
    ...(delegationId !== undefined && { delegationId }),
    ...(person && { person: { ...personFields, ...(email !== undefined && address) } }),
  } as RegistrationAmendment;
}

/** The address of a member: none if it is that of a focal point, who then receives the e-mails. */
const toMemberAddress = (delegation: Delegation, email: string) =>
  toMemberPerson(delegation, { nationality: "", email }).email ?? null;

/**
 * A registration that gets another address is that of another person. Staff who may not know that it clashes see it
 * with the new address, as any other registration.
 */
async function leaveHiddenClash(table: Table, change: Change, viewer: Viewer): Promise<Change> {
  const [amended] = change.registrations;
  const { before, after } = amended ?? {};
  if (viewer.caller.kind !== "staff" || !before?.clash || !after) return change;
  if (serializeKey(personKey(before)) === serializeKey(personKey(after))) return change;
  if (canSeeClash(before, { ...viewer, counterparts: await loadCounterparts(table, [before]) })) return change;
  const { clash: _, ...own } = after;
  return { ...change, registrations: [{ before, after: own }] };
}

/**
 * E-mails to the new address may bounce too. Then the registration says so from now on: when they did is of another
 * registration, which may be one of another conference.
 */
async function flagSuppressedAddress(table: Table, change: Change): Promise<Change> {
  const [amended] = change.registrations;
  const email = amended?.after.person.email;
  if (!amended || email === undefined || email === amended.before?.person.email) return change;
  const suppression = await findSuppression(table, email);
  if (!suppression || suppression.liftedAt !== undefined) return change;
  const undeliverable = { reason: suppression.reason, at: change.at };
  return { ...change, registrations: [{ ...amended, after: { ...amended.after, undeliverable } }] };
}

/**
 * Checks the maximum of a member's new role. The change then also writes the delegation, so that of two members who
 * take the last place of a role at the same moment, one is refused.
 * @throws DomainError `invalid-request` at `role`
 */
async function guardRoleCapacity(
  table: CommandStore,
  conference: Conference,
  { registrationId, delegationId, role }: Registration,
  change: Change,
): Promise<Change> {
  const after = change.registrations.find((each) => each.after.registrationId === registrationId)?.after;
  const newRole = after?.role ?? role;
  if (delegationId === undefined || after?.delegationId !== delegationId) return change;
  if (newRole === role || findRoleMaximum(conference, newRole) === undefined) return change;
  const delegation = await loadDelegation(table, delegationId);
  const members = await loadDelegationMembers(table, delegation);
  assertRoleCapacity(
    conference,
    members.filter((each) => each.registrationId !== registrationId),
    newRole,
  );
  return { ...change, delegation: { before: delegation, after: delegation } };
}
