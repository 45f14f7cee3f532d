import { parseArgs } from "node:util";
import { runSuite, type Suite } from "./support/suite.ts";
import { isStopped, stopWorkers } from "./support/worker.ts";

/** The suites by name. A suite is imported when it runs, because each imports many modules of its own. */
const suites: Readonly<Record<string, () => Promise<{ readonly suite: Suite }>>> = {
  capacity: () => import("./capacity/suite.ts"),
  badges: () => import("./badges/suite.ts"),
  "cold-start": () => import("./cold-start.ts"),
  cost: () => import("./cost/suite.ts"),
  delegations: () => import("./delegations/suite.ts"),
  enumeration: () => import("./enumeration.ts"),
  emails: () => import("./emails.ts"),
  import: () => import("./import/suite.ts"),
  gate: () => import("./gate/suite.ts"),
  streams: () => import("./streams.ts"),
  uploads: () => import("./uploads.ts"),
  web: () => import("./web.ts"),
};

const usage = `Usage: npm run bench -- SUITE [--quick] [--only PART]… [--resume]

  SUITE      ${Object.keys(suites).join(", ")}
  --quick    small numbers, to check that everything works
  --only     runs one part of the suite; can be repeated
  --resume   continues the last run of the same size and keeps its measurements`;

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
    const [name = "", ...others] = positionals;
    const load = suites[name];
    return load && others.length === 0 ? { ...values, name, load } : undefined;
  } catch {
    return undefined;
  }
}

async function run(): Promise<number> {
  const options = readArguments();
  const suite = (await options?.load())?.suite;
  if (!options || !suite || !options.only.every((part) => part in suite)) {
    console.error(usage + (suite ? `\n\nThe parts of this suite are ${Object.keys(suite).join(", ")}.` : ""));
    return 2;
  }
  try {
    return (await runSuite(options.name, suite, options)) ? 0 : 1;
  } catch (error) {
    if (!isStopped()) throw error;
    console.error("Stopped. The finished measurements are stored: --resume continues from them.");
    return 130;
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stopWorkers);
process.exitCode = await run();
