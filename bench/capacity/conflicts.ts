import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { startTable } from "../../test/support/table.ts";
import type { PalaisOrder, PalaisReport } from "../lanes/palais-lane.ts";
import { makeHall, proofOf } from "../palais.ts";
import { Helper } from "../support/child.ts";
import { invariant, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, median, spread, sum } from "../support/statistics.ts";

const faults = {
  "5 % of the transactions meet a conflict": { conflict: 0.05, most: 1.1 },
  "20 % of the transactions meet a conflict": { conflict: 0.2, most: 1.35 },
  "5 % are written, and their answer is lost": { dropAnswer: 0.05 },
} as const satisfies Record<string, { conflict?: number; dropAnswer?: number; most?: number }>;
type Fault = keyof typeof faults;

interface Outcome {
  readonly requests: number;
  readonly succeeded: number;
  readonly attempts: number;
  readonly struck: number;
  /** Acknowledged seats that the table doesn't have, and seats that nobody was told of. */
  readonly lost: number;
  readonly doubled: number;
  readonly differences: readonly string[];
}

const conferenceId = "conflicts";

/** So few that a conflict is one of those that the proxy made: 40 shards are seldom met by chance. */
const atOnce = 4;

async function suffer(fault: Fault, seed: number, requests: number): Promise<Outcome> {
  const { most: _most, ...injected } = { most: 0, ...faults[fault] };
  const started = await startTable();
  const proxy = await startProxy(started.endpoint, { ...injected, seed });
  const lane = Helper.start<PalaisOrder, PalaisReport>("palais-lane.ts");
  try {
    await makeHall(started.table, conferenceId, { capacity: requests * 2, arrivalsPerSecond: 2_000 });
    const order = { endpoint: proxy.endpoint, conferenceId, name: "c", warmUp: 0, count: requests, atOnce };
    const { load, seated } = await lane.ask(order);
    const acknowledged = new Set(seated);
    const { holders, registrations, differences } = await proofOf(started.table, conferenceId);
    const { attempts, conflicts, dropped } = proxy.tally;
    return {
      requests,
      succeeded: load.answers["201 held"] ?? 0,
      attempts,
      struck: conflicts + dropped,
      lost: Math.max(0, acknowledged.size - holders),
      doubled: Math.max(0, registrations - requests) + Math.max(0, holders - acknowledged.size),
      differences,
    };
  } finally {
    await lane.stop();
    await proxy.close();
    await started.stop();
  }
}

export async function measureConflicts(results: Results, quick: boolean): Promise<Section> {
  const [rounds, requests] = quick ? [1, 300] : [5, 1_000];
  const names = Object.keys(faults) as Fault[];
  const outcomes = new Map<Fault, Outcome[]>(names.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      const outcome = await results.cell(`conflicts, round ${round}, ${name}`, () => suffer(name, round, requests));
      outcomes.get(name)?.push(outcome);
    }
  }
  return sectionOf(outcomes, requests);
}

const perSuccess = (of: readonly Outcome[]) => of.map(({ attempts, succeeded }) => attempts / succeeded);

function sectionOf(outcomes: ReadonlyMap<Fault, readonly Outcome[]>, requests: number): Section {
  const all = [...outcomes.values()].flat();
  const total = (of: readonly Outcome[], what: "struck" | "lost" | "doubled") =>
    String(sum(of.map((each) => each[what])));
  return {
    title: "Conflicts: what an unlucky request costs",
    notes: [
      `${figures(requests)} submissions a round, ${atOnce} at a time, through the proxy; attempts are the transactions that were sent`,
    ],
    head: ["", "struck", "attempts per success", "failed", "lost", "doubled"],
    rows: [...outcomes].map(([name, of]) => [
      name,
      total(of, "struck"),
      spread(perSuccess(of)),
      String(sum(of.map((each) => each.requests - each.succeeded))),
      total(of, "lost"),
      total(of, "doubled"),
    ]),
    verdicts: [
      ...[...outcomes].flatMap(([name, of]) => {
        const { most = undefined } = { most: undefined, ...faults[name] };
        const found = median(perSuccess(of));
        return most === undefined
          ? []
          : [target(`${name}: ${found.toFixed(3)} attempts per success (at most ${most})`, found <= most)];
      }),
      invariant(
        "every request succeeds",
        all.every(({ requests, succeeded }) => requests === succeeded),
      ),
      invariant("no seat is given twice, nothing acknowledged is lost, the recount is equal", all.every(isSound)),
    ],
  };
}

const isSound = ({ lost, doubled, differences }: Outcome) => lost === 0 && doubled === 0 && differences.length === 0;
