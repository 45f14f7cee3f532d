import { type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, median, quantile, spread } from "../support/statistics.ts";
import { type Opening, play } from "./escrow.ts";

const scenes = {
  "600 seats, 2,000 within a second": { seats: 600, arrivals: 2_000 },
  "100,000 seats, 110,000 at 2,000 a second": { seats: 100_000, arrivals: 110_000 },
} as const;
type Scene = keyof typeof scenes;

const shardCounts = [1, 2, 4, 8, 16, 32, 40, 64] as const;
const retries = ["sdk", "palais"] as const;
const inTimeMs = 1_500;

interface Outcome {
  readonly seated: number;
  readonly inTime: number;
  readonly errors: number;
  readonly conflicts: number;
  readonly p99: number;
}

function simulate(scene: Scene, opening: Omit<Opening, "seats" | "arrivals" | "perSecond" | "holdMs">): Outcome {
  const { seats, arrivals } = scenes[scene];
  const { seated, errors, conflicts, waits, seatedAt } = play({
    ...opening,
    seats,
    arrivals,
    perSecond: 2_000,
    holdMs: 8,
  });
  const isShort = arrivals <= 2_000;
  const inTime = (isShort ? seatedAt : waits).filter((ms) => ms <= inTimeMs).length;
  return { seated, inTime, errors, conflicts, p99: quantile(waits, 0.99) };
}

/** Few shards and many people take the machine minutes to play; once is enough to see what becomes of them. */
function seedsOf(scene: Scene, shards: number, quick: boolean): number {
  if (scenes[scene].arrivals <= 2_000) return quick ? 5 : 100;
  if (quick) return shards < 16 ? 0 : 1;
  return shards < 16 ? 1 : 5;
}

const nameOf = (scene: Scene, retry: Opening["retry"], shards: number) => `${scene}; ${retry}; ${shards} shards`;

export async function measureSimulation(results: Results, quick: boolean): Promise<Section> {
  const found = new Map<string, Outcome[]>();
  for (const scene of Object.keys(scenes) as Scene[]) {
    for (const [retry, shards] of retries.flatMap((each) => shardCounts.map((count) => [each, count] as const))) {
      const seeds = Array.from({ length: seedsOf(scene, shards, quick) }, (_, index) => index + 1);
      if (seeds.length === 0) continue;
      const name = nameOf(scene, retry, shards);
      const play = async () => seeds.map((seed) => simulate(scene, { shards, retry, seed }));
      found.set(name, await results.cell(`simulation, ${name}`, play));
    }
  }
  return sectionOf(found);
}

const least = (of: readonly Outcome[], what: "inTime" | "seated") => Math.min(...of.map((each) => each[what]));
const mostErrors = (of: readonly Outcome[]) => Math.max(...of.map(({ errors }) => errors));

function sectionOf(found: ReadonlyMap<string, readonly Outcome[]>): Section {
  const ours = found.get(nameOf("600 seats, 2,000 within a second", "palais", 40)) ?? [];
  const large = found.get(nameOf("100,000 seats, 110,000 at 2,000 a second", "palais", 64)) ?? [];
  const alone = found.get(nameOf("600 seats, 2,000 within a second", "sdk", 1)) ?? [];
  const replaced = `${median(alone.map(({ seated }) => seated))} seated, ${figures(median(alone.map(({ errors }) => errors)))} errors`;
  return {
    title: "Simulation: the escrow method by its number of shards",
    notes: [
      "No database: events in order of time; a transaction holds its shard for 8 ms, a read takes 2 ms. In time: within 1.5 s",
      "of the first arrival for 600 seats, of one's own arrival for 100,000. sdk: three attempts with the SDK's pauses;",
      "palais: until 28 s, with Palais's pauses, and elsewhere after a conflict. Medians (ranges) over the seeds.",
    ],
    head: ["", "seated", "in time", "errors", "conflicts", "p99 wait (ms)"],
    rows: [...found].map(([name, of]) => rowOf(name, of)),
    verdicts: [
      target(
        `40 shards: ${least(ours, "inTime")} of 600 in time in the worst of ${ours.length} runs, at most ${mostErrors(ours)} errors (one counter with the SDK's attempts: ${replaced})`,
        least(ours, "inTime") === 600 && mostErrors(ours) === 0,
      ),
      target(
        `64 shards: ${figures(least(large, "seated"))} of 100,000 seated in the worst of ${large.length} runs, at most ${mostErrors(large)} errors`,
        least(large, "seated") === 100_000 && mostErrors(large) === 0,
      ),
    ],
  };
}

const rowOf = (name: string, of: readonly Outcome[]) => [
  name,
  spread(of.map(({ seated }) => seated)),
  spread(of.map(({ inTime }) => inTime)),
  spread(of.map(({ errors }) => errors)),
  spread(of.map(({ conflicts }) => conflicts)),
  spread(of.map(({ p99 }) => p99)),
];
