import { listDelegationIds, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import { findBlockingPools } from "#shared/domain/seats.ts";
import { listWantedPools } from "#shared/domain/waiting-list.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { registrationView } from "#shared/http/views.ts";
import { loadBeside } from "#shared/store/beside.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** One registration, for its owner and for the staff of its conference, with what holds the person back now. */
export const readRegistration =
  (table: Table): Handler<"readRegistration"> =>
  async ({ params, caller, access }) => {
    const registration = await loadRegistration(table, params.registrationId);
    const { conference, shards } = await loadCapacitySnapshot(
      table,
      registration.conferenceId,
      listDelegationIds([registration]),
    );
    mustMayOpen(conference, registration, { caller, access });
    const waitingFor = findBlockingPools(summarizePools(shards), listWantedPools(conference, registration).flat());
    const beside = caller.kind === "staff" ? await loadBeside(table, [registration]) : undefined;
    const now = { ...registration, waitingFor };
    return registrationView(now, { conference, caller }, beside?.get(registration.registrationId));
  };
