import { runCommand, UsageError } from "../cli/command.ts";
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
  register: () => import("./register/suite.ts"),
  streams: () => import("./streams.ts"),
  uploads: () => import("./uploads.ts"),
  web: () => import("./web.ts"),
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stopWorkers);

await runCommand(
  {
    usage: `bench -- SUITE [--quick] [--only PART]… [--resume], a suite of ${Object.keys(suites).join(", ")}`,
    options: {
      quick: { type: "boolean", default: false, help: "small numbers, to check that everything works" },
      only: { type: "string", multiple: true, default: [], help: "run one part of the suite; can be repeated" },
      resume: {
        type: "boolean",
        default: false,
        help: "continue the last run of the same size, and keep its measurements",
      },
    },
    positionalCount: 1,
  },
  async ({ values, positionals: [name = ""] }) => {
    const load = suites[name];
    if (!load) throw new UsageError(`There is no suite ${name}.`);
    const { suite } = await load();
    if (!values.only.every((part) => part in suite))
      throw new UsageError(`The parts of this suite are ${Object.keys(suite).join(", ")}.`);
    try {
      return (await runSuite(name, suite, values)) ? 0 : 1;
    } catch (error) {
      if (!isStopped()) throw error;
      console.error("Stopped. The finished measurements are stored: --resume continues from them.");
      return 130;
    }
  },
);
