import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { startTable } from "../../test/support/table.ts";
import type { Arrival, OpeningOrder } from "../lanes/opening-lane.ts";
import { makeHall, proofOf, tableAt } from "../palais.ts";
import { Helper } from "../support/child.ts";
import { invariant, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { median, spread, sum } from "../support/statistics.ts";
import type { RaceOrder, RaceReport } from "./race-order.ts";

/** Everything that takes time in DynamoDB takes ten times as long here, so that two cores don't decide the outcome. */
const stretch = 10;
const seats = 600;
const arrivals = 2_000;
const holdMs = 8 * stretch;
const limitMs = 1_500 * stretch;
const patienceMs = 60_000;

const contestants = { single: 1, Palais: 2_000 } as const;
type Contestant = keyof typeof contestants;

interface Outcome {
  readonly shards: number;
  readonly seatedInTime: number;
  /** When the last of the 600 had their answer, in s from the first arrival; null if not all had. */
  readonly fullAfter: number | null;
  readonly seated: number;
  readonly waiting: number;
  readonly errors: number;
  /** By status and code. */
  readonly errorsBy: Record<string, number>;
  readonly unanswered: number;
  readonly conflicts: number;
  readonly sound: boolean;
}

async function open(contestant: Contestant, round: number): Promise<Outcome> {
  const conferenceId = "opening";
  const started = await startTable();
  const proxy = await startProxy(started.endpoint, { holdMs, seed: round });
  const people = Helper.start<OpeningOrder, Arrival[]>("opening-lane.ts");
  const line = Helper.start<RaceOrder, RaceReport>("race-lane.ts");
  try {
    const direct = tableAt(started.endpoint, 64);
    await makeHall(direct, conferenceId, { capacity: seats, arrivalsPerSecond: contestants[contestant] });
    const where = { endpoint: proxy.endpoint, conferenceId };
    await line.ask({ role: "serve-line", ...where });
    const timing = { withinMs: 1_000 * stretch, timeoutMs: 29_000 * stretch, patienceMs };
    const answers = await people.ask({ ...where, ...timing, arrivals, seed: round });
    await Promise.all([people.stop(), line.stop()]);
    const { conflicts } = proxy.tally;
    return { ...judge(answers), conflicts, ...(await books(direct, conferenceId)) };
  } finally {
    await Promise.all([people.stop(), line.stop()]);
    await proxy.close();
    await started.stop();
  }
}

async function books(table: Parameters<typeof proofOf>[0], conferenceId: string) {
  const { shards, holders, overhang, differences } = await proofOf(table, conferenceId);
  return { shards, sound: holders <= seats && overhang === 0 && differences.length === 0 };
}

function judge(answers: readonly Arrival[]) {
  const held = answers.filter(({ seat }) => seat === "held").toSorted((a, b) => a.answeredAt - b.answeredAt);
  const last = held[seats - 1];
  const refused = answers.filter(({ status }) => status !== 201);
  return {
    seatedInTime: held.filter(({ answeredAt }) => answeredAt <= limitMs).length,
    fullAfter: last ? last.answeredAt / 1_000 : null,
    seated: held.length,
    waiting: answers.filter(({ seat }) => seat === "waiting").length,
    errors: refused.length,
    errorsBy: Object.fromEntries(
      Map.groupBy(refused, ({ status, code }) => `${status} ${code}`)
        .entries()
        .map(([name, of]) => [name, of.length]),
    ),
    unanswered: arrivals - answers.length,
  };
}

export async function measureOpening(results: Results, quick: boolean): Promise<Section> {
  const names = Object.keys(contestants) as Contestant[];
  const outcomes = new Map<Contestant, Outcome[]>(names.map((name) => [name, []]));
  for (let round = 1; round <= (quick ? 1 : 5); round += 1) {
    for (const name of round % 2 === 1 ? names : names.toReversed()) {
      const outcome = await results.cell(`opening, round ${round}, ${name}`, () => open(name, round));
      outcomes.get(name)?.push(outcome);
    }
  }
  return sectionOf(outcomes);
}

function sectionOf(outcomes: ReadonlyMap<Contestant, readonly Outcome[]>): Section {
  const rows = [...outcomes].map(([name, of]) => [
    name,
    String(of[0]?.shards ?? ""),
    spread(of.map(({ seatedInTime }) => seatedInTime)),
    spread(of.map(({ fullAfter }) => fullAfter ?? Number.NaN)),
    spread(of.map(({ waiting }) => waiting)),
    spread(of.map(({ errors }) => errors)),
    spread(of.map(({ unanswered }) => unanswered)),
    spread(of.map(({ conflicts }) => conflicts)),
  ]);
  const ours = outcomes.get("Palais") ?? [];
  const kinds = [...new Set(ours.flatMap(({ errorsBy }) => Object.keys(errorsBy)))].join(", ");
  const slowest = Math.max(...ours.map(({ fullAfter }) => fullAfter ?? Number.POSITIVE_INFINITY));
  const replaced = median((outcomes.get("single") ?? []).map(({ seatedInTime }) => seatedInTime));
  return {
    title: "Opening: 2,000 arrivals within a second for 600 seats",
    notes: [
      `Time is stretched tenfold, so that this machine's two cores don't decide: arrivals over ${stretch} s, each transaction`,
      `holds its items for ${holdMs} ms, the limit is ${limitMs / 1_000} s from the first arrival, a request lives ${(29_000 * stretch) / 1_000} s. The pauses of`,
      `Palais between its tries are not stretched. After ${patienceMs / 1_000} s nobody waits any longer.`,
      "single: the same with one shard for the pool",
    ],
    head: ["", "shards", "seated in time", "full after (s)", "in line", "errors", "unanswered", "conflicts"],
    rows,
    verdicts: [
      target(
        `all ${seats} seated within ${limitMs / 1_000} s; the slowest round took ${slowest.toFixed(1)} s (one shard seats ${replaced} in that time)`,
        slowest * 1_000 <= limitMs,
      ),
      invariant(
        `nobody was answered with an error (${sum(ours.map(({ errors }) => errors))} of ${ours.length * arrivals}${kinds && `: ${kinds}`})`,
        ours.every(({ errors }) => errors === 0),
      ),
      invariant(
        "never more than the seats, and the recount equal",
        [...outcomes.values()].flat().every(({ sound }) => sound),
      ),
    ],
  };
}
