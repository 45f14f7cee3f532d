import type { Recorded } from "./record.ts";

/** One thing that a secretariat wants to know before it opens, and whether it is as it should be. */
export interface Finding {
  readonly text: string;
  readonly holds: boolean;
}

export const latencies = ({ answers }: Pick<Recorded, "answers">): number[] =>
  answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt);

/** How many answers of each kind. */
export function tally({ answers }: Pick<Recorded, "answers">): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of answers) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return new Map([...counts].toSorted(([, a], [, b]) => b - a));
}

/** The closing lines of the report. */
export function findings(recorded: Recorded): Finding[] {
  const { pools, looks, answers, freeWhileWaiting, differences } = recorded;
  const over = Math.max(0, ...[...pools, ...looks].map(({ taken, limit }) => taken - limit));
  const errors = answers.filter(({ isError }) => isError).length;
  const slowest = Math.max(0, ...latencies(recorded));
  return [
    { text: `${over} over the cap`, holds: over === 0 },
    { text: `${errors} errors`, holds: errors === 0 },
    { text: `${freeWhileWaiting} free seats while someone waits`, holds: freeWhileWaiting === 0 },
    differences.length === 0
      ? { text: "recount equal", holds: true }
      : { text: `recount differs: ${differences.join("; ")}`, holds: false },
    { text: `all answers within ${(slowest / 1_000).toFixed(1)} s`, holds: slowest < 30_000 },
  ];
}
