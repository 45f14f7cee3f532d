import { toActor } from "#shared/auth/caller.ts";
import {
  findDelegation,
  listAccreditedDelegations,
  loadDelegations,
} from "#shared/delegations/delegations.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { getActorId } from "#shared/model/actor.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { OrganizationMerge } from "#shared/model/organization.ts";
import { findOrganizationId } from "#shared/organizations/organization-id.ts";
import {
  changeOrganizationMerges,
  listOrganizationMerges,
} from "#shared/organizations/organization-merges.repository.ts";
import {
  addOrganizationMerge,
  createMergeChange,
  findDelegationAliases,
  maxListedDelegations,
  removeOrganizationMerge,
  summarizeOrganizations,
} from "#shared/organizations/organizations.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { listRegistrations, type RegistrationFilter } from "#shared/registrations/registrations.repository.ts";

const listMaskedPeople = async (table: Table, conferenceId: string, filter: RegistrationFilter) => {
  const { registrations } = await listRegistrations(table, conferenceId, filter, undefined, Number.MAX_SAFE_INTEGER);
  return registrations.map(maskProtectedIdentity);
};

/** The organizations that a list of participants can show, with those that are shown as another one. */
export const listParticipantOrganizations =
  (table: Table): ApiHandler<"listParticipantOrganizations"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const [people, delegations, merges] = await Promise.all([
      listMaskedPeople(table, conferenceId, { accreditation: "approved" }),
      listAccreditedDelegations(table, conferenceId, maxListedDelegations),
      listOrganizationMerges(table, conferenceId),
    ]);
    return { items: summarizeOrganizations(people, delegations, merges, findOrganizationId), next: null };
  };

export const listMerges =
  (table: Table): ApiHandler<"listOrganizationMerges"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    return { items: [...(await listOrganizationMerges(table, conferenceId))], next: null };
  };

/** Records that two organizations are one. The same merge again has no further effect. */
export const mergeOrganizations =
  (table: Table): ApiHandler<"mergeOrganizations"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { body, caller, now: at, deadline, idempotency } = request;
    await assertKnownOrganizations(table, conferenceId, [body.from, body.into]);
    const delegations = await listAccreditedDelegations(table, conferenceId, maxListedDelegations);
    const aliases = findDelegationAliases(delegations, findOrganizationId);
    const actor = toActor(caller);
    const merge: OrganizationMerge = { mergeId: createId(), ...body, at, by: getActorId(actor) };
    return changeOrganizationMerges(table, { conferenceId, deadline, idempotency }, (before) => {
      const merges = addOrganizationMerge(before, aliases, merge);
      const { mergeId } = merges.find(({ from }) => from === body.from) ?? merge;
      if (merges === before) return { merges, answer: { mergeId } };
      const change = createMergeChange(conferenceId, "merge-organizations", merge, { at, actor });
      return { merges, change, answer: { mergeId } };
    });
  };

/** Takes a merge back. */
export const separateOrganizations =
  (table: Table): ApiHandler<"separateOrganizations"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { params, caller, now: at, deadline, idempotency } = request;
    return changeOrganizationMerges(table, { conferenceId, deadline, idempotency }, (before) => {
      const { merges, removed } = removeOrganizationMerge(before, params.mergeId);
      const { mergeId, from, into } = removed;
      const change = createMergeChange(conferenceId, "separate-organizations", removed, { at, actor: toActor(caller) });
      return { merges, change, answer: { mergeId, from, into } };
    });
  };

/**
 * @throws DomainError `unknown-organization` for one that is no delegation and no text of the conference; `damaged-record`
 * for a damaged delegation
 */
async function assertKnownOrganizations(table: Table, conferenceId: string, ids: readonly string[]): Promise<void> {
  const delegations = await loadDelegations(table, ids);
  const unknown = new Set(ids);
  for (const delegation of delegations)
    if (delegation.conferenceId === conferenceId) unknown.delete(delegation.delegationId);
  if (unknown.size === 0) return;
  for (const person of await listMaskedPeople(table, conferenceId, {}))
    unknown.delete(findOrganizationId(person) ?? "");
  for (const id of unknown) await findDelegation(table, id);
  if (unknown.size > 0) throw new DomainError("unknown-organization");
}
