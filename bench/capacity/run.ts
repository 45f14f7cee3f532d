import { factsOf } from "../support/facts.ts";
import { printSection, type Section } from "../support/report.ts";
import { Results } from "../support/results.ts";
import { measureConflicts } from "./conflicts.ts";
import { measureOpening } from "./opening.ts";
import { measureRace } from "./race.ts";
import { measureSimulation } from "./simulation.ts";
import { measureThroughput } from "./throughput.ts";
import { measureUnits } from "./units.ts";

type Measure = (results: Results, quick: boolean) => Promise<Section>;

const parts = {
  race: measureRace,
  opening: measureOpening,
  throughput: measureThroughput,
  units: measureUnits,
  conflicts: measureConflicts,
  simulation: measureSimulation,
} as const satisfies Record<string, Measure>;

type Part = keyof typeof parts;

export const isPart = (name: string): name is Part => name in parts;

interface Wanted {
  readonly quick: boolean;
  readonly resume: boolean;
  /** These parts, or all. */
  readonly only: readonly Part[];
}

/** Runs the parts and prints what they came to. @returns whether every invariant held */
export async function runCapacity({ quick, resume, only }: Wanted): Promise<boolean> {
  const results = Results.open(quick, resume);
  const facts = factsOf();
  results.keepFacts(facts);
  console.log(
    Object.entries(facts)
      .map(([name, fact]) => `${name.padEnd(12)} ${fact}`)
      .join("\n"),
  );
  let sound = true;
  for (const [name, measure] of Object.entries(parts) as [Part, Measure][]) {
    if (only.length > 0 && !only.includes(name)) continue;
    const section = await measure(results, quick);
    results.keepSection(section);
    printSection(section);
    sound &&= section.verdicts.every(({ kind, holds }) => holds || kind === "target");
  }
  console.log(`\nAll figures: ${results.file}`);
  return sound;
}
