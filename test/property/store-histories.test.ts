import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { historyArbitrary, playHistory } from "./histories.ts";
import { StoreSimulation } from "./store-world.ts";
import { toConferenceBody } from "./world.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

test("random histories on the real table keep the invariants, and the recount is equal", async () => {
  const played = fc.asyncProperty(historyArbitrary, async ({ setting, steps }) => {
    const world = await StoreSimulation.begin(started.table, toConferenceBody(setting));
    await playHistory(world, steps);
    const { differences, seatsFreeWhileWaiting } = await verifyCounters(started.table, world.conference().conferenceId);
    expect({ differences, seatsFreeWhileWaiting }).toEqual({ differences: [], seatsFreeWhileWaiting: 0 });
  });
  await fc.assert(played, { numRuns: 40 });
}, 240_000);
