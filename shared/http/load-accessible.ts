import {
  type AuthContext,
  assertCanAccess,
  assertCanManageDelegation,
  assertStaff,
  isOwnedBy,
  toActor,
} from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { assertConfirmedDelegation, loadDelegation } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { assertNotDeclined } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import type { PathIdentifiers } from "./request.ts";

/**
 * Loads the conference of a request by staff.
 * @throws DomainError `unknown-conference`, also for staff without a group at the conference; `not-allowed`
 */
export async function loadConferenceForStaff(
  table: Table,
  request: AuthContext & { readonly params: Pick<PathIdentifiers, "conferenceId"> },
) {
  const conference = await loadConference(table, request.params.conferenceId);
  assertStaff(conference, request);
  return conference;
}

/**
 * Asserts that a caller who reads a registration as a focal point of this delegation has not declined to act for it.
 * @throws DomainError `focal-point-unconfirmed`
 */
export async function assertActsForDelegation(
  table: Table,
  registration: Registration,
  delegationId: string | undefined,
  { caller }: AuthContext,
): Promise<void> {
  if (delegationId === undefined || caller.kind !== "delegate" || isOwnedBy(registration, caller)) return;
  assertNotDeclined(await loadDelegation(table, delegationId));
}

/**
 * Loads a registration of the caller, of a member of their delegation, or of their conference, and its conference.
 * @throws DomainError `not-found`, also for a caller without access; `focal-point-unconfirmed`
 */
export async function loadAccessibleRegistration(
  table: Table,
  request: AuthContext & { readonly params: Pick<PathIdentifiers, "registrationId"> },
) {
  const registration = await loadRegistration(table, request.params.registrationId);
  // Before anything else is read: a registration of another person takes as many calls as one that does not exist.
  assertCanAccess(undefined, registration, request);
  const conference = await loadConference(table, registration.conferenceId);
  assertCanAccess(conference, registration, request);
  await assertActsForDelegation(table, registration, registration.delegationId, request);
  return { registration, conference };
}

/**
 * As `loadAccessibleRegistration`, for what a focal point may do only once one of the delegation has confirmed it.
 * @returns also as whom the caller acts
 * @throws DomainError as `loadAccessibleRegistration`
 */
export async function loadRegistrationToActOn(table: Table, request: Parameters<typeof loadAccessibleRegistration>[1]) {
  const loaded = await loadAccessibleRegistration(table, request);
  const actor = toActor(request.caller, loaded.registration);
  if (actor.kind === "focal-point") await assertConfirmedDelegation(table, actor.id);
  return { ...loaded, actor };
}

type DelegationRequest = AuthContext & { readonly params: Pick<PathIdentifiers, "delegationId"> };

/**
 * Loads a delegation that the caller may manage, and its conference.
 * @throws DomainError `not-found`, also for a caller without access; `focal-point-unconfirmed` for one who declined
 */
export async function loadAccessibleDelegation(table: Table, request: DelegationRequest) {
  const loaded = await loadShownDelegation(table, request);
  if (request.caller.kind !== "staff") assertNotDeclined(loaded.delegation);
  return loaded;
}

/**
 * Loads a delegation that the caller may manage, also if they declined to.
 * @throws DomainError `not-found`, also for a caller without access
 */
export async function loadShownDelegation(table: Table, request: DelegationRequest) {
  const delegation = await loadDelegation(table, request.params.delegationId);
  assertCanManageDelegation(undefined, delegation, request);
  const conference = await loadConference(table, delegation.conferenceId);
  assertCanManageDelegation(conference, delegation, request);
  return { delegation, conference };
}
