import { factsOf } from "./facts.ts";
import { printSection, type Section } from "./report.ts";
import { Results } from "./results.ts";

export type Measure = (results: Results, quick: boolean) => Promise<Section>;

/** The parts of one measurement, in the order in which they run. */
export type Suite = Readonly<Record<string, Measure>>;

export interface Wanted {
  readonly quick: boolean;
  readonly resume: boolean;
  /** These parts, or all. */
  readonly only: readonly string[];
}

/** Runs the parts of a suite and prints what they came to. @returns whether every invariant held */
export async function runSuite(name: string, suite: Suite, { quick, resume, only }: Wanted): Promise<boolean> {
  const results = Results.open(name, quick, resume);
  const facts = factsOf();
  results.keepFacts(facts);
  console.log(
    Object.entries(facts)
      .map(([name, fact]) => `${name.padEnd(12)} ${fact}`)
      .join("\n"),
  );
  let sound = true;
  for (const [part, measure] of Object.entries(suite)) {
    if (only.length > 0 && !only.includes(part)) continue;
    const section = await measure(results, quick);
    results.keepSection(section);
    printSection(section);
    sound &&= section.verdicts.every(({ kind, holds }) => holds || kind === "target");
  }
  console.log(`\nAll figures: ${results.file}`);
  return sound;
}
