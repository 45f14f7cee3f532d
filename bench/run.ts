import { parseArgs } from "node:util";
import { isPart, runCapacity } from "./capacity/run.ts";
import { runGate } from "./gate/run.ts";
import { isStopped, stopHelpers } from "./support/child.ts";

const usage = `Usage: npm run bench -- capacity [--quick] [--only PART]… [--resume]
       npm run bench -- gate [--quick]

  gate       scans at a steady rate, verifications without a network
  capacity   race, opening, throughput, units, conflicts, simulation
  --quick    small numbers, for a look at whether everything works
  --only     one part, or several
  --resume   goes on with the last run of the same size; what it has measured stands`;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        resume: { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
      },
    });
    const only = values.only.filter(isPart);
    const what = positionals.join();
    if (what === "gate")
      return only.length + values.only.length > 0 || values.resume ? undefined : ({ what, ...values, only } as const);
    return what === "capacity" && only.length === values.only.length ? ({ what, ...values, only } as const) : undefined;
  } catch {
    return undefined;
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stopHelpers);

const wanted = readArguments();
if (wanted) {
  try {
    const sound = wanted.what === "gate" ? await runGate(wanted) : await runCapacity(wanted);
    process.exitCode = sound ? 0 : 1;
  } catch (error) {
    if (!isStopped()) throw error;
    console.error("Stopped. What is measured is kept: --resume goes on with it.");
    process.exitCode = 130;
  }
} else {
  console.error(usage);
  process.exitCode = 2;
}
