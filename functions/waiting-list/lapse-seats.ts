import { lapse } from "#shared/domain/lapse.ts";
import { carryOutIfDue } from "#shared/store/carry-out.ts";
import { expiringSeats } from "#shared/store/expiring.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

const sweeper = { kind: "system", id: "waiting-list" } as const;

/**
 * Takes back every seat whose time is over: offers that nobody accepted, corrections that never came, addresses whose
 * owner opened no link. Each by the rule, from the row as the table has it.
 * @param at now (RFC 3339, UTC)
 * @returns how many
 */
export async function lapseSeats(table: Table, conferenceId: string, at: string, deadline: number): Promise<number> {
  let lapsed = 0;
  for (const { registrationId } of await expiringSeats(table, conferenceId, at)) {
    if (Date.now() > deadline) break;
    const isDue = await carryOutIfDue(table, conferenceId, deadline, async ({ conference }) =>
      lapse(conference, await loadRegistration(table, registrationId), { actor: sweeper, at }),
    );
    if (isDue) lapsed += 1;
  }
  return lapsed;
}
