import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { startTable } from "../../test/support/table.ts";
import { createConference, openTable, summarizeCounters } from "../support/handlers.ts";
import type { Results } from "../support/results.ts";
import { formatSpread, median, sum } from "../support/statistics.ts";
import { invariant, type Section, target } from "../support/suite.ts";
import { Worker } from "../support/worker.ts";
import type { Arrival, CapacityTasks } from "./worker.ts";

/** Everything that takes time in DynamoDB takes ten times as long here, so that two cores don't decide the outcome. */
const stretch = 10;
const seats = 600;
const arrivals = 2_000;
const holdMs = 8 * stretch;
const limitMs = 1_500 * stretch;
const timeoutMs = 29_000 * stretch;
const endsAfterMs = 60_000;

/** The expected arrivals a second of each contestant, which decide its number of shards. */
const contestants = { "one shard": 1, Palais: 2_000 } as const;
type Contestant = keyof typeof contestants;

interface Outcome {
  readonly shards: number;
  readonly seatedInTime: number;
  /** When the last of the 600 had their answer, in s from the first arrival; null if not all had. */
  readonly fullAfter: number | null;
  readonly waiting: number;
  readonly errors: number;
  /** By status and code. */
  readonly errorsBy: Record<string, number>;
  readonly unanswered: number;
  readonly conflicts: number;
  readonly sound: boolean;
}

export async function measureOpening(results: Results, quick: boolean): Promise<Section> {
  const names = Object.keys(contestants) as Contestant[];
  const outcomes = await results.rounds("opening", names, quick ? 1 : 5, runOpening);
  return report(outcomes);
}

async function runOpening(contestant: Contestant, round: number): Promise<Outcome> {
  const conferenceId = "opening";
  const started = await startTable();
  const proxy = await startProxy(started.endpoint, { holdMs, seed: round });
  const script = new URL("worker.ts", import.meta.url);
  const people = Worker.start<CapacityTasks>(script);
  const waitingList = Worker.start<CapacityTasks>(script);
  try {
    const direct = openTable(started.endpoint, 64);
    await createConference(direct, conferenceId, { capacity: seats, arrivalsPerSecond: contestants[contestant] });
    const place = { endpoint: proxy.endpoint, conferenceId };
    await waitingList.run("beginServing", place);
    const timing = { withinMs: 1_000 * stretch, timeoutMs, endsAfterMs };
    const answers = await people.run("playOpening", { ...place, ...timing, arrivals, seed: round });
    await Promise.all([people.stop(), waitingList.stop()]);
    const { shards, holders, seatsOverLimit, differences } = await summarizeCounters(direct, conferenceId);
    const sound = holders <= seats && seatsOverLimit === 0 && differences.length === 0;
    return { ...summarize(answers), conflicts: proxy.tally.conflicts, shards, sound };
  } finally {
    await Promise.all([people.stop(), waitingList.stop()]);
    await proxy.close();
    await started.stop();
  }
}

function summarize(answers: readonly Arrival[]) {
  const held = answers.filter(({ seat }) => seat === "held").toSorted((a, b) => a.answeredAt - b.answeredAt);
  const last = held[seats - 1];
  const refused = answers.filter(({ status }) => status !== 201);
  const byCode = Map.groupBy(refused, ({ status, code }) => `${status} ${code}`);
  return {
    seatedInTime: held.filter(({ answeredAt }) => answeredAt <= limitMs).length,
    fullAfter: last ? last.answeredAt / 1_000 : null,
    waiting: answers.filter(({ seat }) => seat === "waiting").length,
    errors: refused.length,
    errorsBy: Object.fromEntries([...byCode].map(([name, all]) => [name, all.length])),
    unanswered: arrivals - answers.length,
  };
}

function report(outcomes: ReadonlyMap<Contestant, readonly Outcome[]>): Section {
  const ours = outcomes.get("Palais") ?? [];
  const codes = [...new Set(ours.flatMap(({ errorsBy }) => Object.keys(errorsBy)))].join(", ");
  const slowest = Math.max(...ours.map(({ fullAfter }) => fullAfter ?? Number.POSITIVE_INFINITY));
  const withOneShard = median((outcomes.get("one shard") ?? []).map(({ seatedInTime }) => seatedInTime));
  const counts = ["waiting", "errors", "unanswered", "conflicts"] as const;
  return {
    title: "Opening: 2,000 arrivals within a second for 600 seats",
    notes: [
      `Time is stretched tenfold, so that this machine's two cores don't decide: arrivals over ${stretch} s, each transaction`,
      `holds its items for ${holdMs} ms, the limit is ${limitMs / 1_000} s from the first arrival, a request has ${timeoutMs / 1_000} s. The pauses of`,
      `Palais between its tries are not stretched. The opening ends after ${endsAfterMs / 1_000} s.`,
      "one shard: the same with one shard for the pool",
    ],
    head: ["", "shards", "seated in time", "full after (s)", "waiting", "errors", "unanswered", "conflicts"],
    rows: [...outcomes].map(([name, rounds]) => [
      name,
      String(rounds[0]?.shards ?? ""),
      formatSpread(rounds.map(({ seatedInTime }) => seatedInTime)),
      formatSpread(rounds.map(({ fullAfter }) => fullAfter ?? Number.NaN)),
      ...counts.map((key) => formatSpread(rounds.map((outcome) => outcome[key]))),
    ]),
    verdicts: [
      target(
        `all ${seats} seated within ${limitMs / 1_000} s; the slowest round took ${slowest.toFixed(1)} s (one shard seats ${withOneShard} in that time)`,
        slowest * 1_000 <= limitMs,
      ),
      invariant(
        `no error (${sum(ours.map(({ errors }) => errors))} of ${ours.length * arrivals}${codes && `: ${codes}`})`,
        ours.every(({ errors }) => errors === 0),
      ),
      invariant(
        "never more than the seats, and counters equal rows",
        [...outcomes.values()].flat().every(({ sound }) => sound),
      ),
    ],
  };
}
