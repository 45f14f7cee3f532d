import { assertCanAccess, assertCanManageDelegation, type Caller, toActor } from "#shared/auth/caller.ts";
import { loadScannedHolder } from "#shared/check-in/check-in.repository.ts";
import { isInside } from "#shared/check-in/check-in.rules.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { assertCanBeginItem, executeIfNeeded } from "#shared/commands/execute-command.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { loadDelegation, loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import * as rules from "#shared/delegations/nomination.rules.ts";
import { applyCredentialReview } from "#shared/documents/documents.rules.ts";
import { createId, deriveId, keys } from "#shared/dynamodb/keys.ts";
import { getItem } from "#shared/dynamodb/table.ts";
import {
  createNominationCommand,
  executeOnDelegation,
  toMemberPerson,
  toNomination,
} from "#shared/http/execute-on-delegation.ts";
import { handOverHead } from "#shared/http/head-of-delegation.ts";
import { loadAccessibleDelegation } from "#shared/http/load-accessible.ts";
import { toProblem } from "#shared/http/problem.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import {
  isHiddenMember,
  isMasked,
  listVisibleMembers,
  toRegistrationStatusView,
  toRegistrationView,
  type Viewer,
} from "#shared/http/views.ts";
import type { RegistrationChange } from "#shared/model/change.ts";
import { type Delegation, reorderMembers } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { drawNextTime } from "#shared/model/time.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { loadDelegationView } from "./read-delegations.ts";

/** The member that a change adds; for a substitution, the substitute. */
function toAddedMemberView(changes: readonly RegistrationChange[], viewer: Viewer) {
  const change = changes.findLast(({ before }) => before === undefined) ?? changes[0];
  if (!change) throw new Error("a command without a registration");
  const counterparts = new Map(changes.map(({ after }) => [after.registrationId, after]));
  return toRegistrationView(change.after, { ...viewer, counterparts });
}

/**
 * Loads the registration that a request body names.
 * @throws DomainError `not-a-member`, as for a registration that is not a member, so that the response does not tell
 * whether the registration exists, or whether a hidden person is a member
 */
async function loadNamedMember(table: CommandStore, registrationId: string, caller: Caller): Promise<Registration> {
  const registration = (await loadRegistrations(table, [registrationId])).get(registrationId);
  if (!registration || isHiddenMember(registration, caller)) throw new DomainError("not-a-member");
  return registration;
}

/**
 * On the request of a protected person, readers of the identity decide.
 * @throws DomainError `not-a-member` for a focal point, as for a registration that does not exist
 */
function assertCanDecideRequest({ delegationId }: Delegation, before: Registration, caller: Caller): void {
  const isMember = before.delegationId === delegationId;
  if (before.protection && !isMember && caller.kind !== "staff") throw new DomainError("not-a-member");
}

/** The members of whom the caller decides: those in the list, and those whom a reader names. */
function listNamedMembers(
  members: readonly Registration[],
  { body: { registrationIds }, caller }: Pick<ApiRequest<"rankMembers">, "body" | "caller">,
): Registration[] {
  const visible = listVisibleMembers(members, caller);
  const isNamed = (member: Registration) =>
    registrationIds.includes(member.registrationId) && !isHiddenMember(member, caller);
  return members.filter((member) => visible.includes(member) || isNamed(member));
}

/**
 * Confirms or declines people who named the delegation in the form. Each is a change of its own; one that fails has a
 * problem in its place, and the others continue.
 */
export const confirmMembers =
  (table: CommandStore): ApiHandler<"confirmMembers"> =>
  async (request) => {
    await loadAccessibleDelegation(table, request);
    const items = [];
    for (const [item, itemRequest] of listItemRequests(request))
      items.push(await confirmItem(table, request, item, itemRequest));
    return { items, next: null };
  };

async function confirmItem(
  table: CommandStore,
  request: ApiRequest<"confirmMembers">,
  { registrationId, confirm, replaceHead }: ApiRequest<"confirmMembers">["body"]["items"][number],
  itemRequest: ApiRequest<"confirmMembers">,
) {
  try {
    assertCanBeginItem(request.deadline);
    return await executeOnDelegation(table, itemRequest, {
      rule: async (current, { conference, pools }, context) => {
        const before = await loadNamedMember(table, registrationId, request.caller);
        assertCanDecideRequest(current.delegation, before, request.caller);
        if (!confirm) return rules.declineDelegationMember(current, before, context);
        const change = rules.confirmDelegationMember(conference, pools, current, before, context);
        return handOverHead(table, conference, change, { ...request, replaceHead });
      },
      answer: ([changed]) => {
        if (!changed) throw new Error("a confirmation without a registration");
        return toRegistrationStatusView(changed.after);
      },
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { registrationId, problem: toProblem(error, request.language) };
  }
}

/**
 * The order with the members whom the caller does not see, each at the place where they are.
 * @throws DomainError `invalid-request` unless each of the other members is named exactly once
 */
function completeOrder(
  { delegation, members }: rules.DelegationWithMembers,
  named: readonly Registration[],
  request: ApiRequest<"rankMembers">,
) {
  const ids = named.map(({ registrationId }) => registrationId);
  const order = [...reorderMembers(delegation, ids, request.body.registrationIds).members];
  for (const [index, member] of members.entries())
    if (!named.includes(member)) order.splice(index, 0, member.registrationId);
  return order;
}

export const rankMembers =
  (table: CommandStore): ApiHandler<"rankMembers"> =>
  async (request) => {
    await executeOnDelegation(table, request, {
      rule: (current, _, context) => {
        const named = listNamedMembers(current.members, request);
        return rules.rankDelegationMembers(current, completeOrder(current, named, request), named, context);
      },
      answer: () => undefined,
    });
    return loadDelegationView(table, request);
  };

export const createSubstitution =
  (table: CommandStore, digest: PassportDigester): ApiHandler<"createSubstitution"> =>
  async (request) => {
    const registrationId = createId();
    const { leaves, ...item } = request.body;
    return executeOnDelegation(table, request, {
      person: (delegation) => toMemberPerson(delegation, item.person),
      rule: async (current, { conference }, context) => {
        const { presence } = await loadScannedHolder(table, conference.conferenceId, leaves, "venue");
        const registration = await loadNamedMember(table, leaves, request.caller);
        // Before the passport number is hashed: a stranger takes as many calls as a registration that does not exist.
        if (registration.delegationId !== current.delegation.delegationId) throw new DomainError("not-a-member");
        const departing = { registration, isInside: isInside(presence, context.at, conference) };
        const { language } = request;
        const nomination = await toNomination(
          { table, digest, conference, registrationId, language },
          current.delegation,
          item,
          context,
        );
        const change = rules.substituteMember(conference, current, departing, nomination, registrationId, context);
        return handOverHead(table, conference, change, { ...request, replaceHead: item.replaceHead });
      },
      answer: (changes, _delegation, viewer) => toAddedMemberView(changes, viewer),
      answerRepetition: async (first, viewer) => {
        const current = await loadRegistration(table, first.registrationId);
        // Of a person who is hidden from the focal point since, the alias would tell the identity.
        assertCanAccess(viewer.conference, current, request);
        return isMasked(current, viewer.caller) ? toRegistrationView(current, viewer) : first;
      },
    });
  };

/** Records a credential review. A large delegation takes several changes of a few members each. */
export const recordCredentialReview =
  (table: CommandStore): ApiHandler<"recordCredentialReview"> =>
  async (request) => {
    const { params, body, caller, now: at, deadline } = request;
    const { conferenceId } = await loadDelegation(table, params.delegationId);
    const executeNext = () =>
      executeIfNeeded(table, conferenceId, deadline, async ({ conference }) => {
        const delegation = await loadDelegation(table, params.delegationId);
        assertCanManageDelegation(conference, delegation, request);
        const members = await loadDelegationMembers(table, delegation);
        // What the letter says of members whom the caller does not see stays as it is.
        const current = { delegation, members: listNamedMembers(members, request) };
        return applyCredentialReview(current, body, { actor: toActor(caller, current.delegation), at });
      });
    while (await executeNext());
    return loadDelegationView(table, request);
  };

/**
 * Nominates people in the given order. Each is a change of its own, some milliseconds after the one before, so that the
 * waiting list keeps the order. A nomination that fails has a problem in its place, and the others continue. The
 * reserve must have capacity for all of them.
 */
export const nominateMembers =
  (table: CommandStore, digest: PassportDigester): ApiHandler<"nominateMembers"> =>
  async (request) => {
    const items = [];
    if (!(await isReplayedRequest(table, request))) await assertFitsReserve(table, request);
    for (const [item, itemRequest] of listItemRequests(request))
      items.push(await nominateItem(table, digest, request, item, itemRequest));
    const [only] = items;
    if (items.length === 1 && only && "error" in only) throw only.error;
    return { items: items.map((item) => ("error" in item ? item.problem : item)), next: null };
  };

/** Whether the first nomination was written by an earlier request with the same idempotency key. */
async function isReplayedRequest(
  table: CommandStore,
  { idempotency }: ApiRequest<"nominateMembers">,
): Promise<boolean> {
  const first = deriveItemIdempotency(idempotency, 0);
  return first !== undefined && (await getItem(table, keys.journal(first.changeId))) !== undefined;
}

async function assertFitsReserve(table: CommandStore, request: ApiRequest<"nominateMembers">): Promise<void> {
  const { delegation } = await loadAccessibleDelegation(table, request);
  const members = await loadDelegationMembers(table, delegation);
  rules.assertNominationCapacity({ delegation, members }, request.body.items.length);
}

async function nominateItem(
  table: CommandStore,
  digest: PassportDigester,
  request: ApiRequest<"nominateMembers">,
  item: ApiRequest<"nominateMembers">["body"]["items"][number],
  itemRequest: ApiRequest<"nominateMembers">,
) {
  try {
    assertCanBeginItem(request.deadline);
    return await executeOnDelegation(
      table,
      itemRequest,
      createNominationCommand(table, digest, item, createId(), request),
    );
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not-found") throw error;
    return { error, problem: { problem: toProblem(error, request.language) } };
  }
}

interface BulkRequest<Item> extends Pick<ApiRequest<"nominateMembers">, "now" | "version" | "idempotency"> {
  readonly body: { readonly items: readonly Item[] };
}

/** Each item with its request: some milliseconds after the one before, so that the waiting list keeps the order. */
function* listItemRequests<Item, Request extends BulkRequest<Item>>(
  request: Request & BulkRequest<Item>,
): Generator<[Item, Request]> {
  let time = Date.parse(request.now);
  for (const [index, item] of request.body.items.entries()) {
    const idempotency = deriveItemIdempotency(request.idempotency, index);
    yield [item, { ...request, now: new Date(time).toISOString(), version: undefined, idempotency }];
    time = drawNextTime(time, Math.random());
  }
}

/** The idempotency key of one item: for the first, that of the request, which no other request may use then. */
const deriveItemIdempotency = (idempotency: IdempotencyRecord | undefined, index: number) =>
  idempotency &&
  (index === 0 ? idempotency : { ...idempotency, changeId: deriveId(idempotency.changeId, String(index)) });
