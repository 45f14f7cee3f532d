import { startTable } from "../../test/support/table.ts";
import { invariant, type Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, median, sum } from "../support/statistics.ts";
import type { Suite } from "../support/suite.ts";
import { isSound, type Outcome, race } from "./heat.ts";

/** A table for each heat: the recount reads all of it. */
async function heat(seed: number, attempts: number): Promise<Outcome> {
  const started = await startTable();
  try {
    return await race(started.endpoint, { seed, attempts });
  } finally {
    await started.stop();
  }
}

async function measureRace(results: Results, quick: boolean): Promise<Section> {
  const [seeds, attempts] = quick ? [3, 100] : [100, 300];
  const outcomes: Outcome[] = [];
  for (let seed = 1; seed <= seeds; seed += 1)
    outcomes.push(await results.cell(`delegations, seed ${seed}`, () => heat(seed, attempts)));
  const troubles = (
    of: keyof Pick<Outcome, "differences" | "errors" | "unseated" | "doubled" | "heads" | "overQuota">,
  ) => String(sum(outcomes.map((outcome) => outcome[of].length)));
  return {
    title: "Delegations: substitutions and quotas against decisions and withdrawals",
    notes: [
      `${seeds} seeds of ${attempts} attempts, 24 at a time; each transaction holds its items for 8 ms`,
      "two delegations with quotas of four and two and the public, in a room of 14; the line served beside it",
    ],
    head: ["", "differences", "errors", "unseated", "twice", "second heads", "over quota", "conflicts"],
    rows: [
      [
        `${outcomes.length} races`,
        troubles("differences"),
        troubles("errors"),
        troubles("unseated"),
        troubles("doubled"),
        troubles("heads"),
        troubles("overQuota"),
        figures(median(outcomes.map(({ conflicts }) => conflicts))),
      ],
    ],
    verdicts: [
      invariant(
        "pools equal holders; one head, one seat each; nobody unseated silently; no quota exceeded",
        outcomes.every(isSound),
      ),
    ],
  };
}

/** Races within delegations. */
export const suite: Suite = { race: measureRace };
