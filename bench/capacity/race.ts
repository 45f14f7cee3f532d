import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { startTable } from "../../test/support/table.ts";
import { changeLimit, createConference, openTable, summarizeCounters } from "../support/handlers.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, median, sum } from "../support/statistics.ts";
import { invariant, type Section } from "../support/suite.ts";
import { Worker } from "../support/worker.ts";
import type { CapacityTasks } from "./worker.ts";

interface Heat {
  readonly seed: number;
  readonly attempts: number;
  readonly seats: number;
}

interface Outcome {
  readonly seated: number;
  /** The sum of the venue's counters. */
  readonly taken: number;
  readonly seatsOverLimit: number;
  readonly differences: readonly string[];
  readonly errors: readonly string[];
  readonly conflicts: number;
  readonly seconds: number;
  readonly answers: Record<string, number>;
}

interface Workers {
  readonly contenders: readonly Worker<CapacityTasks>[];
  readonly waitingList: Worker<CapacityTasks>;
}

const contenderCount = 4;
const conferenceId = "race";

function planHeats(quick: boolean): Heat[] {
  const plan = (seeds: number, attempts: number, seats: number) =>
    Array.from({ length: seeds }, (_, index) => ({ seed: index + 1, attempts, seats }));
  return quick ? plan(2, 500, 120) : [...plan(100, 2_000, 600), ...plan(5, 10_000, 600)];
}

export async function measureRace(results: Results, quick: boolean): Promise<Section> {
  const start = () => Worker.start<CapacityTasks>(new URL("worker.ts", import.meta.url));
  const workers = { contenders: Array.from({ length: contenderCount }, start), waitingList: start() };
  const heats = planHeats(quick);
  const outcomes: Outcome[] = [];
  try {
    for (const heat of heats) {
      const name = `race ${heat.attempts} attempts, seed ${heat.seed}`;
      outcomes.push(await results.cell(name, () => runHeat(workers, heat)));
    }
  } finally {
    await Promise.all([...workers.contenders, workers.waitingList].map((worker) => worker.stop()));
  }
  return report(heats, outcomes);
}

/**
 * Runs the contenders and the waiting list against a table behind a proxy that holds each transaction's items for 8 ms.
 */
async function runHeat({ contenders, waitingList }: Workers, { seed, attempts, seats }: Heat): Promise<Outcome> {
  const started = await startTable();
  const proxy = await startProxy(started.endpoint, { holdMs: 8, seed });
  try {
    const direct = openTable(started.endpoint, 64);
    const part = (share: number) => Math.round(seats * share);
    const offerHours = seed % 3 === 0 ? 24 : 0;
    const settings = { capacity: part(0.9), academia: part(0.1), arrivalsPerSecond: 2_000, offerHours };
    await createConference(direct, conferenceId, settings);
    const place = { endpoint: proxy.endpoint, conferenceId };
    const limits = [part(0.95), part(0.85), seats, part(0.97), seats];
    await waitingList.run("beginServing", place);
    const began = performance.now();
    const order = { ...place, seed, attempts: attempts / contenderCount };
    const reports = await Promise.all(
      contenders.map((worker, contender) =>
        worker.run("contend", { ...order, contender, limits: contender === 0 ? limits : [] }),
      ),
    );
    const seconds = (performance.now() - began) / 1_000;
    await changeLimit(direct, conferenceId, seats);
    const servingErrors = await waitingList.run("finishServing", {});
    const { holders, taken, seatsOverLimit, differences } = await summarizeCounters(direct, conferenceId);
    const answers: Record<string, number> = {};
    for (const [answer, count] of reports.flatMap((each) => Object.entries(each.answers)))
      answers[answer] = (answers[answer] ?? 0) + count;
    return {
      seated: holders,
      taken,
      seatsOverLimit,
      differences,
      errors: [...reports.flatMap(({ errors }) => errors), ...servingErrors],
      conflicts: proxy.tally.conflicts,
      seconds,
      answers,
    };
  } finally {
    await proxy.close();
    await started.stop();
  }
}

function report(heats: readonly Heat[], outcomes: readonly Outcome[]): Section {
  const groups = [...new Set(heats.map(({ attempts }) => attempts))].map((attempts) => ({
    attempts,
    seats: heats.find((heat) => heat.attempts === attempts)?.seats ?? 0,
    races: outcomes.filter((_, index) => heats[index]?.attempts === attempts),
  }));
  const countOver = ({ seated, seatsOverLimit }: Outcome, seats: number) =>
    Math.max(0, seated - seats) + seatsOverLimit;
  return {
    title: "Race: who gets the last seats",
    notes: [
      `${groups[0]?.seats} seats; 4 processes of 64 connections; submissions, walk-ins, imported rows, withdrawals, decisions,`,
      "bulk decisions, reopenings, changed categories, offers (every third seed), the limit moved below and back to the seats;",
      "the waiting list served by a process of its own; each transaction holds its items for 8 ms",
    ],
    head: ["", "exactly full", "over", "under", "errors", "differences", "conflicts", "attempts/s"],
    rows: groups.map(({ attempts, seats, races }) => [
      `${races.length} × ${formatNumber(attempts)} attempts`,
      `${races.filter(({ seated }) => seated === seats).length} of ${races.length}`,
      String(sum(races.map((race) => countOver(race, seats)))),
      String(sum(races.map(({ seated }) => Math.max(0, seats - seated)))),
      String(sum(races.map(({ errors }) => errors.length))),
      String(sum(races.map(({ differences }) => differences.length))),
      formatNumber(median(races.map(({ conflicts }) => conflicts))),
      formatNumber(median(races.map(({ seconds }) => attempts / seconds))),
    ]),
    verdicts: groups.map(({ attempts, seats, races }) =>
      invariant(
        `${races.length} races of ${formatNumber(attempts)} attempts: exactly ${seats} seated, no error, counters equal rows`,
        races.every((race) => isExact(race, seats)),
      ),
    ),
  };
}

const isExact = ({ seated, taken, seatsOverLimit, errors, differences }: Outcome, seats: number) =>
  seated === seats && taken === seats && seatsOverLimit === 0 && errors.length === 0 && differences.length === 0;
