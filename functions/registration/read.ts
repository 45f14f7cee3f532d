import {
  type AccessConference,
  type AuthContext,
  assertCanAccess,
  isFocalPoint,
  isOwnedBy,
} from "#shared/auth/caller.ts";
import { loadCapacitySnapshot, toDelegationIds } from "#shared/capacity/capacity-snapshot.ts";
import { findBlockingPools } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { listWantedPools } from "#shared/capacity/waiting-list.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { toOwnAnswersView } from "#shared/http/answer-views.ts";
import { assertActsForDelegation } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { toRegistrationView } from "#shared/http/views.ts";
import type { Registration } from "#shared/model/registration.ts";
import { recordWrittenTexts } from "#shared/privacy/access-log.repository.ts";
import { getAskedDelegation } from "#shared/registrations/registration.rules.ts";
import { loadCounterparts, loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { loadRegistrationHints } from "#shared/search/review-hints.repository.ts";

/**
 * Asserts that the caller may read a registration. Focal points also read that of a person on whose membership request
 * they decide, unless the person is protected. Nothing else of such a person is theirs to read: no document, history or
 * own data.
 * @throws DomainError `not-found`, as for a registration that does not exist
 */
function assertCanReadRegistration(conference: AccessConference, registration: Registration, auth: AuthContext): void {
  const delegationId = getAskedDelegation(registration);
  const asks = delegationId !== undefined && registration.protection === undefined;
  if (asks && isFocalPoint(delegationId, auth)) return;
  assertCanAccess(conference, registration, auth);
}

/** Returns a registration with the pools that hold it back now. Staff also receive review hints. */
export const getRegistration =
  (table: Table): ApiHandler<"getRegistration"> =>
  async ({ params, caller, access, now }) => {
    const registration = await loadRegistration(table, params.registrationId);
    if (caller.kind !== "staff") assertCanReadRegistration(undefined, registration, { caller, access });
    const { conference, shards } = await loadCapacitySnapshot(
      table,
      registration.conferenceId,
      toDelegationIds([registration]),
    );
    assertCanReadRegistration(conference, registration, { caller, access });
    const actsFor = registration.delegationId ?? getAskedDelegation(registration);
    await assertActsForDelegation(table, registration, actsFor, { caller, access });
    const waitingFor = findBlockingPools(summarizePools(shards), listWantedPools(conference, registration).flat());
    const hints = caller.kind === "staff" ? await loadRegistrationHints(table, registration) : undefined;
    const current = { ...registration, waitingFor };
    const counterparts = await loadCounterparts(table, caller.kind === "staff" ? [registration] : []);
    const viewer = { conference, caller, counterparts, isRecorded: true };
    const isOwner = caller.kind === "delegate" && isOwnedBy(registration, caller);
    const view = toRegistrationView(current, viewer, hints);
    await recordWrittenTexts(table, registration, [view], { caller, now });
    return {
      ...view,
      ...(isOwner && toOwnAnswersView(registration)),
    };
  };
