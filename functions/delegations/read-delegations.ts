import type * as z from "zod/mini";
import type { AuthContext } from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { organizationListResponse } from "#shared/delegations/contract.ts";
import * as repository from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff, loadShownDelegation } from "#shared/http/load-accessible.ts";
import { type ApiHandler, encodeCursor, type PathIdentifiers, parsePageQuery } from "#shared/http/request.ts";
import { toDelegationMembersView, toDelegationView } from "#shared/http/views.ts";
import { loadCounterparts } from "#shared/registrations/registrations.repository.ts";

export const listDelegations =
  (table: Table): ApiHandler<"listDelegations"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const page = { status: request.query.status, ...parsePageQuery(request.query) };
    const { delegations, damaged, next } = await repository.listDelegations(table, conferenceId, page);
    const items = delegations.map(toDelegationView);
    return { items, ...(damaged.length > 0 && { damaged }), next: encodeCursor(next) };
  };

export const getDelegation =
  (table: Table): ApiHandler<"getDelegation"> =>
  async (request) =>
    loadDelegationView(table, request);

/** Loads a delegation with its members. @throws DomainError `not-found`, also for a caller without access */
export async function loadDelegationView(
  table: Table,
  request: AuthContext & { readonly params: Pick<PathIdentifiers, "delegationId"> },
) {
  const { delegation, conference } = await loadShownDelegation(table, request);
  const { caller } = request;
  // A focal point who declined finds the question again, and no people.
  if (caller.kind !== "staff" && delegation.confirmation === "declined")
    return toDelegationMembersView(delegation, [], [], { conference, caller });
  const { live: members } = await repository.readDelegationMembers(table, delegation);
  const requests = await repository.loadMembershipRequests(table, delegation.delegationId);
  const counterparts = await loadCounterparts(table, caller.kind === "staff" ? members : []);
  return toDelegationMembersView(delegation, members, requests, { conference, caller, counterparts });
}

/**
 * How long an execution environment caches the list, in ms: every visitor of the form reads it, and it rarely changes.
 */
const cacheTtlMs = 60_000;

const maxOrganizations = 1_000;

/** The number of conferences in the cache. */
const maxCachedConferences = 20;

interface CachedOrganizations {
  readonly at: number;
  readonly answer: z.input<typeof organizationListResponse>;
}

/** Lists the accredited organizations, which the form can name, without their focal points and members. */
export const listOrganizations = (table: Table): ApiHandler<"listOrganizations"> => {
  const cache = new Map<string, CachedOrganizations>();
  return async ({ params: { conferenceId }, now }) => {
    const at = Date.parse(now);
    const cached = cache.get(conferenceId);
    if (cached && at - cached.at < cacheTtlMs) return cached.answer;
    await loadConference(table, conferenceId);
    const accredited = await repository.listAccreditedDelegations(table, conferenceId, maxOrganizations);
    const items = accredited.map(({ delegationId, name, category, country }) => ({
      delegationId,
      name,
      category,
      ...(country && { country }),
    }));
    const answer = { items, next: null };
    cache.delete(conferenceId);
    cache.set(conferenceId, { at, answer });
    for (const oldest of [...cache.keys()].slice(0, -maxCachedConferences)) cache.delete(oldest);
    return answer;
  };
};
