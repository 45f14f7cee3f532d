import { computeConferenceTag, signToken, verifyToken } from "#shared/badges/token.ts";
import { evaluateOfflineScan, type GateList, mergeGateListPage } from "#shared/check-in/offline-scan.rules.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { buildGateListPage } from "../../test/support/gate-lists.ts";
import { createTestSigner } from "../../test/support/signer.ts";
import { startTable } from "../../test/support/table.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, formatSpread, median, sum } from "../support/statistics.ts";
import { invariant, type Section, type Suite, target } from "../support/suite.ts";
import { Worker } from "../support/worker.ts";
import type { GateReport, GateTasks } from "./worker.ts";

/** How fast a gate is, without the network and with it (docs/gates.md). */
export const suite: Suite = { verification: measureVerification, scans: measureScans };

interface Speed {
  /** One verification after another, by the clock on the wall. */
  readonly perSecond: number;
  /** By the CPU time of all threads: what one core does when it does nothing else. */
  readonly perCore: number;
}

/** Verifies badges without a network, on a list of as many badges as a large conference has. */
async function measureVerification(results: Results, quick: boolean): Promise<Section> {
  const expected = 5_000;
  const [badges, count, rounds] = quick ? [600, 3_000, 2] : [10_000, 20_000, 5];
  const verify = await createOfflineGate(badges);
  const speeds: Speed[] = [];
  for (let round = 1; round <= rounds; round += 1)
    speeds.push(await results.cell(`verification, round ${round}`, () => measureSpeed(count, verify)));
  const perCore = median(speeds.map((speed) => speed.perCore));
  return {
    title: "Verification without a network",
    notes: [
      `${formatNumber(badges)} badges on the list; ${formatNumber(count)} verifications a round, ${rounds} rounds; medians (ranges)`,
      "per core: by the CPU time of all threads; per second: one after another, with the thread pool's round trips",
    ],
    head: ["", "per second and core", "per second, one at a time"],
    rows: [
      [
        "token and verdict by the list",
        formatSpread(speeds.map((speed) => speed.perCore)),
        formatSpread(speeds.map((speed) => speed.perSecond)),
      ],
    ],
    verdicts: [
      target(
        `at least ${formatNumber(expected)} offline verifications per second and core: ${formatNumber(perCore)}`,
        perCore >= expected,
      ),
    ],
  };
}

/** @returns a function that verifies one of these badges and evaluates it with the gate list */
async function createOfflineGate(badges: number): Promise<(index: number) => Promise<boolean>> {
  const conferenceId = "bench";
  const signer = await createTestSigner();
  const ids = Array.from({ length: badges }, createId);
  const tokens = await Promise.all(ids.map((id) => signToken(signer, { conferenceId, registrationId: id, serial: 1 })));
  const badge = { serial: 1, nameOnBadge: "Amina Diallo", category: "ngo" };
  const items = ids.map((registrationId) => ({ registrationId, ...badge }));
  const conferenceTag = await computeConferenceTag(conferenceId);
  const list: GateList = mergeGateListPage(undefined, buildGateListPage({ conferenceTag, items }));
  return async (index) => {
    const claims = await verifyToken([signer.key], tokens[index % badges] ?? "");
    if ("failure" in claims) return false;
    return (
      evaluateOfflineScan(list, claims, [], { direction: "in", at: "2027-10-26T08:00:00.000Z" }).verdict === "admit"
    );
  };
}

async function measureSpeed(count: number, verify: (index: number) => Promise<boolean>): Promise<Speed> {
  for (let index = 0; index < 500; index += 1) await verify(index);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < count; index += 1) {
    if (!(await verify(index))) throw new Error("a valid badge was refused");
  }
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (count / (performance.now() - began)) * 1_000, perCore: (count / (user + system)) * 1e6 };
}

const rate = 120;
const people = 600;
const twiceEach = 10;

/** Scans at the gates of a conference of 600 people at a steady rate. */
async function measureScans(results: Results, quick: boolean): Promise<Section> {
  const [seconds, rounds] = quick ? [10, 1] : [30, 3];
  const started = await startTable();
  const worker = Worker.start<GateTasks>(new URL("worker.ts", import.meta.url));
  const reports: GateReport[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const place = { endpoint: started.endpoint, tableName: started.table.name, conferenceId: `gate-${round}` };
      const scan = () => worker.run("scanSteadily", { ...place, people, rate, seconds, twiceEach });
      reports.push(await results.cell(`scans, ${rate} a second for ${seconds} s, round ${round}`, scan));
    }
  } finally {
    await worker.stop();
    await started.stop();
  }
  return reportScans(reports, seconds);
}

/** The number of people inside after this number of scans: all people scan in, then all scan out. */
function computeInside(scans: number): number {
  const [passes, rest] = [Math.floor(scans / people), scans % people];
  return passes % 2 === 0 ? rest : people - rest;
}

function reportScans(reports: readonly GateReport[], seconds: number): Section {
  const loads = reports.map(({ load }) => load);
  const keys = ["perSecond", "p50", "p99", "longest", "cpuMs"] as const;
  const p99 = median(loads.map((load) => load.p99));
  const perSecond = median(loads.map((load) => load.perSecond));
  const total = (key: "passed" | "double" | "refused" | "inside") => sum(reports.map((report) => report[key]));
  const inside = reports.length * computeInside(rate * seconds);
  return {
    title: "Scans with the network",
    notes: [
      `${rate} people a second for ${seconds} s, ${reports.length} round(s), whether or not answers come (an open loop); a time counts from when the scan was due`,
      `${people} people come in, go out and come again; every ${twiceEach}th badge is scanned at two gates in the same moment, and the time is that of both`,
      "in process: the function's handler and the emulator's table; a verdict is one read and one transaction",
    ],
    head: ["", "per second", "p50 (ms)", "p99 (ms)", "longest (ms)", "CPU (ms)"],
    rows: [["scans", ...keys.map((key) => formatSpread(loads.map((load) => load[key])))]],
    verdicts: [
      invariant(`no badge passes two gates at once: ${total("double")} did`, total("double") === 0),
      invariant(
        `every valid badge passes: ${formatNumber(total("passed"))} did, ${total("refused")} did not`,
        total("refused") === 0,
      ),
      invariant(
        `the headcount is right: ${total("inside")} inside, ${inside} by the schedule`,
        total("inside") === inside,
      ),
      target(`${rate} a second sustained: ${formatNumber(perSecond)}`, perSecond >= rate * 0.98),
      target(`p99 of at most 50 ms: ${formatNumber(p99)}`, p99 <= 50),
    ],
  };
}
