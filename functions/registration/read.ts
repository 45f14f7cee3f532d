import { assertCanReadRegistration } from "#shared/auth/caller.ts";
import { loadCapacitySnapshot, toDelegationIds } from "#shared/capacity/capacity-snapshot.ts";
import { findBlockingPools } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { listWantedPools } from "#shared/capacity/waiting-list.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { toRegistrationView } from "#shared/http/views.ts";
import { loadCounterparts, loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";

/** Returns a registration with the pools that hold it back now. Staff also receive review hints. */
export const getRegistration =
  (table: Table): ApiHandler<"getRegistration"> =>
  async ({ params, caller, access }) => {
    const registration = await loadRegistration(table, params.registrationId);
    if (caller.kind !== "staff") assertCanReadRegistration({}, registration, { caller, access });
    const { conference, shards } = await loadCapacitySnapshot(
      table,
      registration.conferenceId,
      toDelegationIds([registration]),
    );
    assertCanReadRegistration(conference, registration, { caller, access });
    const waitingFor = findBlockingPools(summarizePools(shards), listWantedPools(conference, registration).flat());
    const hints = caller.kind === "staff" ? await loadReviewHints(table, [registration]) : undefined;
    const current = { ...registration, waitingFor };
    const counterparts = await loadCounterparts(table, caller.kind === "staff" ? [registration] : []);
    return toRegistrationView(current, { conference, caller, counterparts }, hints?.get(registration.registrationId));
  };
