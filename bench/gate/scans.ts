import { startTable } from "../../test/support/table.ts";
import type { GateOrder, GateReport } from "../lanes/gate-lane.ts";
import { Helper } from "../support/child.ts";
import { invariant, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, median, spread, sum } from "../support/statistics.ts";
import type { Steady } from "./open-loop.ts";

const rate = 120;
const people = 600;
const twiceEach = 10;

/** Readings at the doors of a conference of 600 at a steady rate, in turn with the emulator's floor. */
export async function measureScans(results: Results, quick: boolean): Promise<Section> {
  const [seconds, rounds] = quick ? [10, 1] : [30, 3];
  const started = await startTable();
  const helper = Helper.start<GateOrder, GateReport>("gate-lane.ts");
  const reports: GateReport[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const place = { endpoint: started.endpoint, tableName: started.table.name, conferenceId: `gate-${round}` };
      const measured = () => helper.ask({ ...place, people, rate, seconds, twiceEach });
      reports.push(await results.cell(`scans, ${rate} a second for ${seconds} s, round ${round}`, measured));
    }
  } finally {
    await helper.stop();
    await started.stop();
  }
  return sectionOf(reports, seconds);
}

/** Everybody's last reading was on the way in or out. */
function expectedInside(readings: number): number {
  const [turns, rest] = [Math.floor(readings / people), readings % people];
  return turns % 2 === 0 ? rest : people - rest;
}

function sectionOf(reports: readonly GateReport[], seconds: number): Section {
  const row = (name: string, all: readonly Steady[]) => [
    name,
    ...(["perSecond", "p50", "p99", "longest", "cpuMs"] as const).map((key) => spread(all.map((each) => each[key]))),
  ];
  const ours = reports.map((each) => each.ours);
  const [p99, perSecond] = [median(ours.map((each) => each.p99)), median(ours.map((each) => each.perSecond))];
  const total = (key: "passed" | "double" | "refused" | "inside") => sum(reports.map((each) => each[key]));
  const due = reports.length * expectedInside(rate * seconds);
  return {
    title: "Scans with the network",
    notes: [
      `${rate} people a second for ${seconds} s, ${reports.length} round(s), whether answers come or not (an open loop); a time counts from when the reading was due`,
      `${people} people come in, go out and come again; every ${twiceEach}th is read at two gates in the same moment, and the time is that of both`,
      "in process: the function's handler and the emulator's table; a verdict is one read and one transaction",
    ],
    head: ["", "per second", "p50 (ms)", "p99 (ms)", "longest (ms)", "CPU (ms)"],
    rows: [
      row(
        "the emulator alone, one conditional write",
        reports.map((each) => each.floor),
      ),
      row("Palais, scans", ours),
    ],
    verdicts: [
      invariant(`nobody passed two gates at once: ${total("double")} double`, total("double") === 0),
      invariant(
        `everybody passed who might: ${figures(total("passed"))}, ${total("refused")} not`,
        total("refused") === 0,
      ),
      invariant(`the headcount is right: ${total("inside")} inside, ${due} by the schedule`, total("inside") === due),
      target(`${rate} a second sustained: ${figures(perSecond)}`, perSecond >= rate * 0.98),
      target(`p99 of at most 50 ms: ${figures(p99)}`, p99 <= 50),
    ],
  };
}
