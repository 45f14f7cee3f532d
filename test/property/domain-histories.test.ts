import fc from "fast-check";
import { test } from "vitest";
import { history, play } from "./histories.ts";
import { DomainWorld } from "./world.ts";

test("a thousand random histories over the rules keep the invariants", async () => {
  await fc.assert(
    fc.asyncProperty(history, ({ capacity, seatTakenAt, steps }) =>
      play(new DomainWorld(capacity, seatTakenAt), steps),
    ),
    { numRuns: 1000 },
  );
});
