import { expect, test } from "vitest";
import { isSound, race } from "../../bench/delegations/race.ts";
import { startTable } from "../support/table.ts";

test.each([1, 2, 3, 4])(
  "substitutions and quotas raced against decisions and withdrawals, seed %d: the books stay right",
  async (seed) => {
    const started = await startTable();
    try {
      const outcome = await race(started.endpoint, { seed, attempts: 240 });
      const { conflicts, answers, attempts, ...found } = outcome;
      expect(found).toEqual({
        differences: [],
        seatsFreeWhileWaiting: 0,
        errors: [],
        unseated: [],
        doubled: [],
        heads: [],
        overQuota: [],
      });
      expect(isSound(outcome)).toBe(true);
      expect(conflicts).toBeGreaterThan(0);
      expect(Object.values(answers).reduce((sum, count) => sum + count, 0)).toBe(attempts);
      for (const kind of ["200 withdraw", "201 substitute", "200 quota", "201 nominate"])
        expect([kind, answers[kind] ?? 0]).not.toEqual([kind, 0]);
    } finally {
      await started.stop();
    }
  },
  120_000,
);
