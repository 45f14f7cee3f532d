import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { startTable } from "../../test/support/table.ts";
import { changeLimit, makeHall, proofOf, tableAt } from "../palais.ts";
import type { Helper } from "../support/child.ts";
import { naiveTaken } from "./naive.ts";
import type { RaceOrder, RaceReport } from "./race-order.ts";

type Lane = Helper<RaceOrder, RaceReport>;
export interface Lanes {
  readonly contenders: readonly Lane[];
  readonly line: Lane;
}

export interface Outcome {
  readonly seated: number;
  readonly counters: number;
  readonly waiting: number;
  readonly overhang: number;
  readonly freeWhileWaiting: number;
  readonly differences: readonly string[];
  readonly errors: readonly string[];
  readonly conflicts: number;
  readonly seconds: number;
  readonly answers: Record<string, number>;
}

export interface Heat {
  readonly seed: number;
  readonly attempts: number;
  readonly seats: number;
}

export const lanesOf = 4;
const conferenceId = "race";

/** Four processes of 64 connections, and one that serves the line, against the table behind a proxy. */
export async function race(lanes: Lanes, { seed, attempts, seats }: Heat): Promise<Outcome> {
  const started = await startTable();
  const proxy = await startProxy(started.endpoint, { holdMs: 8, seed });
  try {
    const direct = tableAt(started.endpoint, 64);
    const part = (share: number) => Math.round(seats * share);
    const offerHours = seed % 3 === 0 ? 24 : 0;
    const settings = { capacity: part(0.9), academia: part(0.1), arrivalsPerSecond: 2_000, offerHours };
    await makeHall(direct, conferenceId, settings);
    const where = { endpoint: proxy.endpoint, conferenceId };
    const limits = [part(0.95), part(0.85), seats, part(0.97), seats];
    await lanes.line.ask({ role: "serve-line", ...where });
    const began = performance.now();
    const contend = { role: "contend", ...where, seed, attempts: attempts / lanesOf } as const;
    const reports = await Promise.all(
      lanes.contenders.map((each, lane) => each.ask({ ...contend, lane, ...(lane === 0 && { limits }) })),
    );
    const seconds = (performance.now() - began) / 1_000;
    await changeLimit(direct, conferenceId, seats);
    const line = await lanes.line.ask({ role: "leave-line" });
    const { holders, taken, registrations, ...proof } = await proofOf(direct, conferenceId);
    const all = [...reports, line];
    const errors = all.flatMap((report) => report.errors);
    const answers: Record<string, number> = {};
    for (const [answer, count] of all.flatMap((report) => Object.entries(report.answers)))
      answers[answer] = (answers[answer] ?? 0) + count;
    const { conflicts } = proxy.tally;
    const { overhang, freeWhileWaiting, differences } = proof;
    const books = { overhang, freeWhileWaiting, differences };
    return {
      seated: holders,
      counters: taken,
      waiting: registrations - holders,
      ...books,
      errors,
      conflicts,
      seconds,
      answers,
    };
  } finally {
    await proxy.close();
    await started.stop();
  }
}

/** The same processes on the same table, the naive way. @returns how many were seated */
export async function naiveRace({ contenders }: Lanes, { seed, attempts, seats }: Heat): Promise<number> {
  const started = await startTable();
  const proxy = await startProxy(started.endpoint, { holdMs: 8, seed });
  try {
    const order = {
      role: "naive",
      endpoint: proxy.endpoint,
      conferenceId,
      attempts: attempts / lanesOf,
      seats,
    } as const;
    await Promise.all(contenders.map((each) => each.ask(order)));
    return await naiveTaken(started.table);
  } finally {
    await proxy.close();
    await started.stop();
  }
}
