import { setTimeout as sleep } from "node:timers/promises";
import { startTable, type TestTable } from "../../test/support/table.ts";
import { createConference, serveWaitingList } from "../support/handlers.ts";
import { type MeasuredSystem, startMeasuredSystem } from "../support/http.ts";
import type { LoadReport } from "../support/load.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, formatSpread, median } from "../support/statistics.ts";
import { invariant, type Section } from "../support/suite.ts";
import { Worker } from "../support/worker.ts";
import { createPeerConference, peerConnections } from "./peer.ts";
import { type Cluster, startCluster } from "./postgres.ts";
import type { CapacityTasks, LoadSize } from "./worker.ts";

/** What every request of a load is answered: a seat, a place on the waiting list, or a refusal. */
const modes = { accepted: "201 held", waiting: "201 waiting", full: "409" } as const;
type Mode = keyof typeof modes;

/** One way to take registrations. Each load has a conference of its own. */
interface Contestant {
  measure(mode: Mode, conferenceId: string, size: LoadSize): Promise<LoadReport>;
}

/** The loads of each round by contestant. */
type Loads = ReadonlyMap<string, readonly LoadReport[]>;

/** Enough seats for the number of shards that the expected arrivals need. */
const smallCapacity = 320;

const chooseSettings = (mode: Mode) => ({
  capacity: mode === "accepted" ? 100_000 : smallCapacity,
  waitingList: mode !== "full",
  arrivalsPerSecond: 2_000,
});

/**
 * The submissions that bring a conference into its mode: a full venue, with one person waiting if there is a waiting
 * list.
 */
const countFirst = (mode: Mode) => ({ accepted: 0, waiting: smallCapacity + 1, full: smallCapacity })[mode];

export async function measureThroughput(results: Results, quick: boolean): Promise<Section> {
  const size = { warmUp: 128, count: quick ? 400 : 2_000, concurrency: 64 };
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(one: T): T => {
    started.push(one);
    return one;
  };
  try {
    const cluster = keep(await startCluster());
    const table = keep(await startTable());
    const system = keep(await startMeasuredSystem());
    const start = () => keep(Worker.start<CapacityTasks>(new URL("worker.ts", import.meta.url)));
    const contestants = {
      Palais: measureHandlers(start(), table),
      PostgreSQL: measurePeer(start(), cluster),
      "Palais over HTTP": measureSystem(start(), system),
    };
    const names = Object.keys(contestants) as (keyof typeof contestants)[];
    const loads = new Map<Mode, Loads>();
    for (const mode of Object.keys(modes) as Mode[]) {
      const measure = (name: keyof typeof contestants, round: number) =>
        contestants[name].measure(mode, `${mode}-${round}-${names.indexOf(name)}-${process.pid}`, size);
      loads.set(mode, await results.rounds(`throughput, ${mode}`, names, quick ? 1 : 5, measure));
    }
    return report(loads, size, cluster.durability);
  } finally {
    for (const each of started.toReversed()) await each.stop();
  }
}

/** The function's handler in a process of its own, on the emulator. */
const measureHandlers = (worker: Worker<CapacityTasks>, { endpoint, table }: TestTable): Contestant => ({
  async measure(mode, conferenceId, size) {
    await createConference(table, conferenceId, chooseSettings(mode));
    const place = { endpoint, conferenceId };
    await worker.run("submit", { ...place, name: "first", warmUp: 0, count: countFirst(mode), concurrency: 64 });
    if (mode !== "accepted") while (await serveWaitingList(table, conferenceId));
    return (await worker.run("submit", { ...place, name: "then", ...size })).load;
  },
});

/** The whole local system: gateway, functions, stream and emails. */
const measureSystem = (worker: Worker<CapacityTasks>, system: MeasuredSystem): Contestant => ({
  async measure(mode, conferenceId, size) {
    await system.createConference(conferenceId, chooseSettings(mode));
    const place = { url: system.api, conferenceId };
    const first = { warmUp: 0, count: countFirst(mode), concurrency: size.concurrency };
    await worker.run("submitOverHttp", { ...place, name: "first", ...first });
    // Waits until the system has served the waiting list and cached that the venue is full.
    if (mode !== "accepted") await sleep(2_000);
    return worker.run("submitOverHttp", { ...place, name: "then", ...size });
  },
});

const measurePeer = (worker: Worker<CapacityTasks>, { connection }: Cluster): Contestant => ({
  async measure(mode, conferenceId, size) {
    const { capacity, waitingList } = chooseSettings(mode);
    await createPeerConference(connection, conferenceId, capacity, mode === "accepted" ? 0 : capacity);
    return worker.run("submitToPeer", { connection, conferenceId, waitingList, ...size });
  },
});

function report(loads: ReadonlyMap<Mode, Loads>, size: LoadSize, durability: string): Section {
  const speed = (rounds: readonly LoadReport[]) => median(rounds.map(({ perSecond }) => perSecond));
  return {
    title: "Throughput: registrations, places on the waiting list and refusals a second",
    notes: [
      `${formatNumber(size.count)} requests a round from ${size.concurrency} senders that wait for their answers (a closed loop); no proxy; medians (ranges)`,
      "In process: the function's handler and the emulator's table without a stream, against Fastify's inject and PostgreSQL.",
      "Over HTTP: all of npm start with stream, emails and waiting list.",
      `PostgreSQL: ${durability}; a pool of ${peerConnections}. dynoxide: one fsync for each write, so both promise the same.`,
      "CPU: of the process that takes the request, not of the database.",
    ],
    head: ["", "per second", "p50 (ms)", "p99 (ms)", "CPU (ms)", "of PostgreSQL"],
    rows: [...loads].flatMap(([mode, byName]) =>
      [...byName].map(([name, rounds]) => [
        `${mode}: ${name}`,
        ...(["perSecond", "p50", "p99"] as const).map((key) => formatSpread(rounds.map((load) => load[key]))),
        name.includes("over HTTP") ? "" : formatSpread(rounds.map(({ cpuMs }) => cpuMs)),
        name === "Palais" ? `${(speed(rounds) / speed(byName.get("PostgreSQL") ?? [])).toFixed(2)} ×` : "",
      ]),
    ),
    verdicts: [...loads].map(([mode, byName]) =>
      invariant(
        `${mode}: every answer is "${modes[mode]}"`,
        [...byName.values()].flat().every(({ answers }) => Object.keys(answers).join() === modes[mode]),
      ),
    ),
  };
}
