import { factsOf } from "../support/facts.ts";
import { printSection } from "../support/report.ts";
import { measureScans } from "./scans.ts";
import { measureVerification } from "./verification.ts";

/** How fast a gate is, with the network and without. @returns whether every invariant held */
export async function runGate({ quick }: { readonly quick: boolean }): Promise<boolean> {
  const { machine, load, disk, node, dynoxide } = factsOf();
  for (const [name, fact] of Object.entries({ machine, load, disk, node, dynoxide })) {
    console.log(`${name.padEnd(12)} ${fact}`);
  }
  const sections = [await measureVerification(quick), await measureScans(quick)];
  for (const section of sections) printSection(section);
  return sections.every(({ verdicts }) => verdicts.every(({ kind, holds }) => holds || kind === "target"));
}
