import { runCommand } from "../../cli/command.ts";
import { getHomeFolder } from "../../local/home.ts";
import { BusyError } from "../support/api-client.ts";
import { listFindings } from "./facts.ts";
import { runJourney } from "./journey.ts";
import { JourneyProgress } from "./progress.ts";
import { formatCommands, formatReport } from "./report.ts";
import { findJourneySystem, withOwnSystem } from "./running-system.ts";

const describeBreak = (error: unknown): string => {
  if (error instanceof BusyError)
    return `${error.message}: the machine is too busy. End other programs on it, and run the journey again.`;
  return String(error instanceof Error ? error.stack : error);
};

/**
 * `npm run journey`: uses the running system, or starts one if none runs, and prints a report. Exits with 1 if an
 * invariant is violated, and with 2 if the journey breaks off.
 */
await runCommand(
  { usage: "journey (in the local system in PALAIS_HOME, or in one of its own)", options: {} },
  async () => {
    try {
      const journeyProgress = new JourneyProgress(process.stdout);
      const running = await findJourneySystem(getHomeFolder());
      process.stdout.write(
        running ? `Driving the system at ${running.api}.\n` : "No system is running; starting one.\n",
      );
      const evidence = running
        ? await runJourney(running, journeyProgress)
        : await withOwnSystem((system) => runJourney(system, journeyProgress));
      process.stdout.write(`\n${formatReport(evidence)}${running ? formatCommands(evidence) : ""}`);
      return listFindings(evidence).every(({ holds }) => holds) ? 0 : 1;
    } catch (error) {
      process.stderr.write(`\nThe journey broke off. ${describeBreak(error)}\n`);
      return 2;
    }
  },
);
