import { startTable } from "../../test/support/table.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, median, sum } from "../support/statistics.ts";
import { invariant, type Section, type Suite } from "../support/suite.ts";
import { isSound, type RaceOutcome, race } from "./race.ts";

/** Races within delegations (docs/capacity.md). */
export const suite: Suite = { race: measureRace };

const violations = ["differences", "errors", "unseated", "doubled", "heads", "overQuota"] as const;

async function measureRace(results: Results, quick: boolean): Promise<Section> {
  const [seeds, attempts] = quick ? [3, 100] : [100, 300];
  const outcomes: RaceOutcome[] = [];
  for (let seed = 1; seed <= seeds; seed += 1)
    outcomes.push(await results.cell(`delegations, seed ${seed}`, () => raceOnNewTable(seed, attempts)));
  return {
    title: "Delegations: substitutions and quotas against decisions and withdrawals",
    notes: [
      `${seeds} seeds of ${attempts} attempts, 24 at a time; each transaction holds its items for 8 ms`,
      "two delegations with quotas of four and two and the public, in a venue of 14; the waiting list is served at the same time",
    ],
    head: ["", "differences", "errors", "unseated", "twice", "second heads", "over quota", "conflicts"],
    rows: [
      [
        `${outcomes.length} races`,
        ...violations.map((key) => String(sum(outcomes.map((outcome) => outcome[key].length)))),
        formatNumber(median(outcomes.map(({ conflicts }) => conflicts))),
      ],
    ],
    verdicts: [
      invariant(
        "pools equal holders; one head, one seat each; no seat is lost silently; no quota exceeded",
        outcomes.every(isSound),
      ),
    ],
  };
}

/** Each race has a table of its own, because verifying the counters scans the table. */
async function raceOnNewTable(seed: number, attempts: number): Promise<RaceOutcome> {
  const started = await startTable();
  try {
    return await race(started.endpoint, { seed, attempts });
  } finally {
    await started.stop();
  }
}
