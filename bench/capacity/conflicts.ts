import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { startTable } from "../../test/support/table.ts";
import { createConference, summarizeCounters } from "../support/handlers.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, formatSpread, median, sum } from "../support/statistics.ts";
import { invariant, type Section, target } from "../support/suite.ts";
import { Worker } from "../support/worker.ts";
import type { CapacityTasks } from "./worker.ts";

/** The injected faults, with the most attempts per success that are allowed under each. */
const faults = {
  "5 % of the transactions meet a conflict": { injected: { conflict: 0.05 }, limit: 1.1 },
  "20 % of the transactions meet a conflict": { injected: { conflict: 0.2 }, limit: 1.35 },
  "5 % are written, and their answer is lost": { injected: { dropAnswer: 0.05 }, limit: undefined },
} as const;
type Fault = keyof typeof faults;

interface Outcome {
  readonly requests: number;
  readonly succeeded: number;
  readonly attempts: number;
  readonly struck: number;
  /** Acknowledged seats that are not in the table. */
  readonly lost: number;
  /** Seats and registrations that no answer acknowledged. */
  readonly doubled: number;
  readonly differences: readonly string[];
}

/** So few that nearly all conflicts are injected ones: submissions seldom meet at one of 40 shards. */
const concurrency = 4;

export async function measureConflicts(results: Results, quick: boolean): Promise<Section> {
  const [rounds, requests] = quick ? [1, 300] : [5, 1_000];
  const names = Object.keys(faults) as Fault[];
  const run = (fault: Fault, round: number) => runRound(fault, round, requests);
  const outcomes = await results.rounds("conflicts", names, rounds, run);
  return report(outcomes, requests);
}

async function runRound(fault: Fault, seed: number, requests: number): Promise<Outcome> {
  const conferenceId = "conflicts";
  const started = await startTable();
  const proxy = await startProxy(started.endpoint, { ...faults[fault].injected, seed });
  const worker = Worker.start<CapacityTasks>(new URL("worker.ts", import.meta.url));
  try {
    await createConference(started.table, conferenceId, { capacity: requests * 2, arrivalsPerSecond: 2_000 });
    const order = { endpoint: proxy.endpoint, conferenceId, name: "c", warmUp: 0, count: requests, concurrency };
    const { load, seated } = await worker.run("submit", order);
    const acknowledged = new Set(seated).size;
    const { holders, registrations, differences } = await summarizeCounters(started.table, conferenceId);
    const { attempts, conflicts, dropped } = proxy.tally;
    return {
      requests,
      succeeded: load.answers["201 held"] ?? 0,
      attempts,
      struck: conflicts + dropped,
      lost: Math.max(0, acknowledged - holders),
      doubled: Math.max(0, registrations - requests) + Math.max(0, holders - acknowledged),
      differences,
    };
  } finally {
    await worker.stop();
    await proxy.close();
    await started.stop();
  }
}

function report(outcomes: ReadonlyMap<Fault, readonly Outcome[]>, requests: number): Section {
  const all = [...outcomes.values()].flat();
  const total = (rounds: readonly Outcome[], key: "struck" | "lost" | "doubled") =>
    String(sum(rounds.map((outcome) => outcome[key])));
  const perSuccess = (rounds: readonly Outcome[]) => rounds.map(({ attempts, succeeded }) => attempts / succeeded);
  return {
    title: "Conflicts: attempts that an unlucky request needs",
    notes: [
      `${formatNumber(requests)} submissions a round, ${concurrency} at a time, through the proxy; attempts are the transactions that were sent`,
    ],
    head: ["", "struck", "attempts per success", "failed", "lost", "doubled"],
    rows: [...outcomes].map(([name, rounds]) => [
      name,
      total(rounds, "struck"),
      formatSpread(perSuccess(rounds)),
      String(sum(rounds.map(({ requests: sent, succeeded }) => sent - succeeded))),
      total(rounds, "lost"),
      total(rounds, "doubled"),
    ]),
    verdicts: [
      ...[...outcomes].flatMap(([name, rounds]) => {
        const { limit } = faults[name];
        const measured = median(perSuccess(rounds));
        if (limit === undefined) return [];
        return [target(`${name}: ${measured.toFixed(3)} attempts per success (at most ${limit})`, measured <= limit)];
      }),
      invariant(
        "every request succeeds",
        all.every(({ requests: sent, succeeded }) => sent === succeeded),
      ),
      invariant(
        "no seat is assigned twice, nothing acknowledged is lost, counters equal rows",
        all.every(({ lost, doubled, differences }) => lost === 0 && doubled === 0 && differences.length === 0),
      ),
    ],
  };
}
