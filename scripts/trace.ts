/**
 * `npm run trace -- submission|approval|scan|waiting-list`: runs each operation in this process, on the DynamoDB
 * emulator with the table of the template, and prints the files of the project whose code ran, in order of first call.
 * It exits with 1 if there are more files than the budget.
 *
 * A load hook (trace/recorder.ts) adds a call of a recorder to every function body in functions/, shared/ and locales/,
 * because V8's coverage has no order. The operation runs once to warm up, and its second run is recorded. A file counts
 * if the body of one of its functions ran, so code that runs while a module is imported does not count.
 */
import { instrument, recordCalls } from "./trace/recorder.ts";

instrument(["functions", "shared", "locales"]);
// Imported after the load hook is set, because it imports traced code.
const { runCommand, UsageError } = await import("../cli/command.ts");

/** The maximum number of files from the handler to the calls of DynamoDB. */
const budgets = { submission: 35, approval: 30, scan: 20, "waiting-list": 15 } as const;

type Operation = keyof typeof budgets;

const isOperation = (name: string): name is Operation => Object.hasOwn(budgets, name);

/** @returns the files of each operation */
async function trace(operations: readonly Operation[]) {
  const { startOperations } = await import("./trace/operations.ts");
  const { prepare, stop } = await startOperations();
  try {
    const traces = [];
    for (const operation of operations) {
      const warmUp = await prepare[operation]();
      await warmUp();
      const run = await prepare[operation]();
      const { files, result: check } = await recordCalls(run);
      await check();
      traces.push({ operation, files });
    }
    return traces;
  } finally {
    await stop();
  }
}

/** Suppresses the log lines that the functions write to standard output. */
async function silently<T>(run: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await run();
  } finally {
    process.stdout.write = write;
  }
}

await runCommand(
  { usage: `trace -- ${Object.keys(budgets).join("|")} …`, options: {}, positionalCount: "any" },
  async ({ positionals: operations }) => {
    if (operations.length === 0 || !operations.every(isOperation)) throw new UsageError("Name an operation.");
    let code = 0;
    for (const { operation, files } of await silently(() => trace(operations))) {
      for (const [index, { file, firstFunction }] of files.entries()) {
        console.log(`${String(index + 1).padStart(3)}  ${file}  ${firstFunction}`);
      }
      console.log(`${files.length} files`);
      if (files.length <= budgets[operation]) continue;
      console.error(`The code of ${files.length} files ran for ${operation}; the budget is ${budgets[operation]}.`);
      code = 1;
    }
    return code;
  },
);
