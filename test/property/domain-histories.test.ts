import fc from "fast-check";
import { test } from "vitest";
import { historyArbitrary, playHistory } from "./histories.ts";
import { DomainSimulation } from "./world.ts";

test("a thousand random histories over the rules keep the invariants", async () => {
  await fc.assert(
    fc.asyncProperty(historyArbitrary, ({ setting, steps }) => playHistory(new DomainSimulation(setting), steps)),
    { numRuns: 1000 },
  );
}, 240_000);
