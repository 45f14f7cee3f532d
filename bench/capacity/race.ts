import { Helper } from "../support/child.ts";
import type { Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { type Heat, lanesOf, naiveRace, type Outcome, race } from "./race-heat.ts";
import type { RaceOrder, RaceReport } from "./race-order.ts";
import { sectionOf } from "./race-section.ts";

function heatsOf(quick: boolean): Heat[] {
  const of = (seeds: number, attempts: number, seats: number) =>
    Array.from({ length: seeds }, (_, seed) => ({ seed: seed + 1, attempts, seats }));
  return quick ? of(2, 500, 120) : [...of(100, 2_000, 600), ...of(5, 10_000, 600)];
}

export async function measureRace(results: Results, quick: boolean): Promise<Section> {
  const start = () => Helper.start<RaceOrder, RaceReport>("race-lane.ts");
  const lanes = { contenders: Array.from({ length: lanesOf }, start), line: start() };
  const heats = heatsOf(quick);
  const outcomes: Outcome[] = [];
  const naive: (Heat & { readonly taken: number })[] = [];
  try {
    for (const heat of heats) {
      const name = `race ${heat.attempts} attempts, seed ${heat.seed}`;
      const palais = async () => outcomes.push(await results.cell(`${name}, palais`, () => race(lanes, heat)));
      const control = async () =>
        naive.push({ ...heat, taken: await results.cell(`${name}, naive`, () => naiveRace(lanes, heat)) });
      const isLong = heat.attempts > 2_000;
      for (const each of isLong ? [palais] : heat.seed % 2 === 0 ? [palais, control] : [control, palais]) await each();
    }
  } finally {
    await Promise.all([...lanes.contenders, lanes.line].map((lane) => lane.stop()));
  }
  return sectionOf(heats, outcomes, naive);
}
