import { factsOf } from "./facts.ts";
import { travel } from "./journey.ts";
import { Progress } from "./progress.ts";
import { reportOf } from "./report.ts";
import { findSystem, withOwnSystem } from "./running-system.ts";

/**
 * `npm run journey`: drives the running system, or one of its own where none runs, and prints a report. Exits 1 when
 * one of its closing lines doesn't hold, or when it couldn't come to its end.
 */
const progress = new Progress(process.stdout);
try {
  const running = await findSystem(process.env["PALAIS_HOME"] ?? ".palais");
  process.stdout.write(running ? `Driving the system at ${running.api}.\n` : "No system is running; starting one.\n");
  const evidence = running
    ? await travel(running, progress)
    : await withOwnSystem((system) => travel(system, progress));
  process.stdout.write(`\n${reportOf(evidence)}`);
  process.exitCode = factsOf(evidence).every(({ holds }) => holds) ? 0 : 1;
} catch (error) {
  process.stderr.write(`\nThe journey broke off. ${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
