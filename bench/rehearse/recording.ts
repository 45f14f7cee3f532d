/** How one form was answered. Times in ms from the opening. */
export interface FormAnswer {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** `held`, `waiting`, `none`, the code of a refusal, or `no answer`. */
  readonly outcome: string;
  /** Whether the outcome is wrong for this form: an invalid form must be refused. */
  readonly isError: boolean;
}

/** A pool as the secretariat sees it. */
export interface Pool {
  readonly pool: string;
  /** The seats; null for a category or delegation without a limit of its own. */
  readonly limit: number | null;
  readonly taken: number;
  readonly waiting: number;
}

/** The venue's pool at a moment, in ms from the opening. */
export interface VenueSample extends Omit<Pool, "pool"> {
  readonly at: number;
}

/** Everything that a rehearsal measured. */
export interface Recording {
  readonly conference: string;
  readonly title: string;
  readonly capacity: number;
  readonly seatTakenAt: string;
  readonly applicants: number;
  readonly seconds: number;
  /** The seed of the misbehaviour, if there was any. */
  readonly faults?: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly answers: readonly FormAnswer[];
  readonly samples: readonly VenueSample[];
  /** The pools after everything has come to rest. */
  readonly pools: readonly Pool[];
  /** How many claims conflicted at each shard, from the functions' logs. A local database runs one claim at a time. */
  readonly conflicts: readonly { readonly pool: string; readonly shard: number; readonly count: number }[];
  /** People who wait although a seat that they could have is free. */
  readonly seatsFreeWhileWaiting: number;
  readonly differences: readonly string[];
}

/** A check that decides whether the conference is ready to open. */
export interface Finding {
  readonly text: string;
  readonly holds: boolean;
}

export const listLatencies = ({ answers }: Pick<Recording, "answers">): number[] =>
  answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt);

/** The number of answers of each kind, the most frequent first. */
export function countOutcomes({ answers }: Pick<Recording, "answers">): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of answers) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return new Map([...counts].toSorted(([, a], [, b]) => b - a));
}

/** The closing lines of the report. */
export function listFindings(recording: Recording): Finding[] {
  const { pools, samples, answers, seatsFreeWhileWaiting, differences } = recording;
  const over = Math.max(0, ...[...pools, ...samples].map(({ taken, limit }) => (limit === null ? 0 : taken - limit)));
  const errors = answers.filter(({ isError }) => isError).length;
  const slowest = Math.max(0, ...listLatencies(recording));
  return [
    { text: `${over} over the cap`, holds: over === 0 },
    { text: `${errors} errors`, holds: errors === 0 },
    { text: `${seatsFreeWhileWaiting} free seats while someone waits`, holds: seatsFreeWhileWaiting === 0 },
    differences.length === 0
      ? { text: "recount equal", holds: true }
      : { text: `recount differs: ${differences.join("; ")}`, holds: false },
    { text: `all answers within ${(slowest / 1_000).toFixed(1)} s`, holds: slowest < 30_000 },
  ];
}
