import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { requirePool } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { addHours } from "#shared/model/time.ts";
import { publishFreeSeats } from "../../../functions/waiting-list/serve-waiting-list.ts";
import { waitFor } from "../../support/wait-for.ts";
import { openSystemTable } from "../authorization/tokens.ts";
import { callSystem, waitTimeoutMs } from "./system.ts";

/**
 * Publishes the availability of seats until it is the expected one. The schedule does so at most every five minutes for a
 * conference, and possibly before the first person applied.
 */
export async function publishAvailability(conferenceId: string, expected: string): Promise<void> {
  const table = openSystemTable();
  const publish = async () => {
    const { shards } = await loadCapacitySnapshot(table, conferenceId);
    const [venue, nextCount] = [requirePool(summarizePools(shards), "venue"), addHours(new Date().toISOString(), 1)];
    await publishFreeSeats(table, conferenceId, venue, Date.now() + waitTimeoutMs, nextCount);
    return callSystem(`/v1/conferences/${conferenceId}`);
  };
  await waitFor(waitTimeoutMs, publish, ({ body }) => body.seats === expected);
}
