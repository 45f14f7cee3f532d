import { parseArgs } from "node:util";
import { isStopped, stopHelpers } from "./support/child.ts";
import { runSuite, type Suite } from "./support/suite.ts";

/** What can be measured, each a folder of its own; loaded when it is asked for, with all that it needs. */
const suites: Readonly<Record<string, () => Promise<{ readonly suite: Suite }>>> = {
  capacity: () => import("./capacity/suite.ts"),
  badges: () => import("./badges/suite.ts"),
  "cold-start": () => import("./cold-start/suite.ts"),
  cost: () => import("./cost/suite.ts"),
  delegations: () => import("./delegations/suite.ts"),
  enumeration: () => import("./enumeration/suite.ts"),
  fuzz: () => import("./fuzz/suite.ts"),
  gate: () => import("./gate/suite.ts"),
  import: () => import("./import/suite.ts"),
  mails: () => import("./mails/suite.ts"),
  web: () => import("./web/suite.ts"),
};

const usage = `Usage: npm run bench -- SUITE [--quick] [--only PART]… [--resume]

  SUITE      ${Object.keys(suites).join(", ")}
  --quick    small numbers, for a look at whether everything works
  --only     one part of the suite, or several
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
    const [name = "", ...more] = positionals;
    const load = suites[name];
    return load && more.length === 0 ? { ...values, name, load } : undefined;
  } catch {
    return undefined;
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stopHelpers);

async function run(): Promise<number> {
  const wanted = readArguments();
  const suite = (await wanted?.load())?.suite;
  if (!wanted || !suite || !wanted.only.every((part) => part in suite)) {
    console.error(usage + (suite ? `\n\nIts parts are ${Object.keys(suite).join(", ")}.` : ""));
    return 2;
  }
  try {
    return (await runSuite(wanted.name, suite, wanted)) ? 0 : 1;
  } catch (error) {
    if (!isStopped()) throw error;
    console.error("Stopped. What is measured is kept: --resume goes on with it.");
    return 130;
  }
}

process.exitCode = await run();
