import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recount } from "#shared/store/recount.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { history, play } from "./histories.ts";
import { StoreWorld } from "./store-world.ts";
import { worldBody } from "./world.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

test("random histories on the real table keep the invariants, and the recount is equal", async () => {
  const played = fc.asyncProperty(history, async ({ setting, steps }) => {
    const world = await StoreWorld.begin(started.table, worldBody(setting));
    await play(world, steps);
    const { differences, freeWhileWaiting } = await recount(started.table, world.conference().conferenceId);
    expect({ differences, freeWhileWaiting }).toEqual({ differences: [], freeWhileWaiting: 0 });
  });
  await fc.assert(played, { numRuns: 40 });
}, 240_000);
