import fc from "fast-check";
import { test } from "vitest";
import { history, play } from "./histories.ts";
import { DomainWorld } from "./world.ts";

test("a thousand random histories over the rules keep the invariants", async () => {
  await fc.assert(
    fc.asyncProperty(history, ({ setting, steps }) => play(new DomainWorld(setting), steps)),
    { numRuns: 1000 },
  );
});
