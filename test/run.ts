/**
 * `npm test`: runs each static check, prints one line for each, then runs Vitest's tests and ends with the line
 * "N passed, N failed". A check counts as one test. `--full` (`npm run test:full`) adds the long repetitions that
 * docs/testing.md lists. `--only lint,types` runs only these checks. Other arguments are passed to Vitest, and only the
 * tests that they name run.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { constants, freemem, tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { runCommand, UsageError } from "../cli/command.ts";
import { endGuarded, onEndRequest, spawnGuarded } from "../local/process-guard.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const sourceFolders = ["infra", "functions", "shared", "web", "local", "cli", "scripts", "bench", "test"].filter(
  (folder) => existsSync(folder),
);

const checks: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  // The slowest first, so that the parallel checks end at about the same time.
  synth: ["cdk", "synth", "--quiet"],
  types: ["tsc", "--noEmit", "-p", "tsconfig.json"],
  lint: ["biome", "check", "--error-on-warnings", "--max-diagnostics=40"],
  "page-types": ["tsc", "--noEmit", "-p", "web/tsconfig.json"],
  "browser-types": ["tsc", "--noEmit", "-p", "test/browser/tsconfig.json"],
  layering: ["depcruise", "--config", ".dependency-cruiser.cjs", ...sourceFolders],
  "dead-code": ["knip"],
  // The branches of the rules that their tests cover; the threshold is in vitest.config.ts.
  "rules-coverage": ["vitest", "--project=rules", "--coverage"],
};

const printResult = (passed: boolean, name: string, startedAt: number) =>
  console.log(`${passed ? "✓" : "✗"} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);

/** @returns the exit code; null if a signal ended the process, or if it did not start */
function waitForExit(child: ReturnType<typeof spawnGuarded>): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("close", resolve).once("error", (error) => {
      console.log(error.message);
      resolve(null);
    });
  });
}

async function check(name: string): Promise<Counts> {
  const [program, ...args] = checks[name] ?? [];
  if (!program) throw new UsageError(`There is no check "${name}"; there are ${Object.keys(checks).join(", ")}.`);
  const startedAt = Date.now();
  if (program === "vitest") {
    const { passed, failed } = await runTests(name, args);
    return { passed: failed === 0 ? passed + 1 : passed, failed };
  }
  const child = spawnGuarded(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output = Promise.all([child.stdout, child.stderr].map((stream) => (stream ? text(stream) : "")));
  const code = await waitForExit(child);
  printResult(code === 0, name, startedAt);
  if (code === 0) return { passed: 1, failed: 0 };
  console.log((await output).join("") || `${program} ended with ${code}`);
  return { passed: 0, failed: 1 };
}

/** The number of parallel checks: the machines have two cores. */
const concurrency = 2;

/** @returns the counts in the order of the names */
async function runChecks(names: readonly string[]): Promise<Counts[]> {
  const counts: Counts[] = [];
  const queue = names.entries();
  const worker = async () => {
    for (const [index, name] of queue) if (!isEnding) counts[index] = await check(name);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return counts;
}

/** Creates a folder that every user may use. It is removed when the run ends. */
function createTemporaryFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(path.join(parent, "palais-test-"));
  chmodSync(folder, 0o1777);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The free memory that the tests need to write there, in bytes. They never fill it at one time. */
const roomInMemory = 8 * 1_024 ** 3;

/**
 * Where the tests write: in memory, if there is room, and if programs may run there. Databases wait for the disk at each
 * write, and nothing that a test writes has to survive the machine.
 */
function findFastFolder(): string {
  const inMemory = "/dev/shm";
  const mounts = existsSync("/proc/mounts") ? readFileSync("/proc/mounts", "utf8") : "";
  const [, options = "noexec"] = new RegExp(`^\\S+ ${inMemory} tmpfs (\\S+)`, "m").exec(mounts) ?? [];
  if (options.split(",").includes("noexec")) return tmpdir();
  const { bavail, bsize } = statfsSync(inMemory);
  return Math.min(bavail * bsize, freemem()) > roomInMemory ? inMemory : tmpdir();
}

/** Runs Vitest. A run that ended early, found no test or skipped one counts as failed. */
async function runTests(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const startedAt = Date.now();
  const report = path.join(createTemporaryFolder(), "report.json");
  const reporters = ["default", "./test/support/second-attempts.ts", "json"].map((each) => `--reporter=${each}`);
  try {
    const vitest = spawnGuarded("vitest", ["run", ...reporters, `--outputFile.json=${report}`, ...args], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    const code = await waitForExit(vitest);
    const counts = parseCounts(readFileSync(report, "utf8"), code === 0);
    printResult(counts.failed === 0, name, startedAt);
    return counts;
  } catch (error) {
    console.log(`✗ ${name}: ${error}`);
    return { passed: 0, failed: 1 };
  }
}

function parseCounts(report: string, isComplete: boolean): Counts {
  const { numPassedTests: passed, numTotalTests: total } = JSON.parse(report) as Record<string, number>;
  if (passed === undefined || total === undefined) throw new Error("Vitest's report has no counts");
  const failed = total - passed;
  return { passed, failed: failed === 0 && (!isComplete || passed === 0) ? 1 : failed };
}

let isEnding = false;
onEndRequest((signal) => {
  isEnding = true;
  void endGuarded().then(() => process.exit(128 + constants.signals[signal]));
});

/** @param selected the checks to run @param files the tests to run; none for all @returns the exit code */
async function runAll(selected: readonly string[], files: readonly string[], runsTests: boolean): Promise<number> {
  const results = await runChecks(selected);
  const isSynthesized = results[selected.indexOf("synth")]?.failed === 0;
  if (runsTests && !isEnding) {
    // The check domain-coverage has already run the tests of the rules.
    const args = selected.includes("rules-coverage") ? ["--project=!rules"] : files;
    const env = {
      ...(isSynthesized && { PALAIS_CDK_OUT: path.resolve("cdk.out") }),
      // Hundreds of commands and threads load the same files. Not for the coverage, which it makes less exact.
      NODE_COMPILE_CACHE: createTemporaryFolder(),
      TMPDIR: createTemporaryFolder(findFastFolder()),
    };
    results.push(await runTests("tests", args, env));
  }
  const sum = (key: keyof Counts) => results.reduce((total, counts) => total + counts[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") > 0 ? 1 : 0;
}

await runCommand(
  {
    usage: "test -- [--full] [--only CHECK,…] [FILE]…",
    options: {
      full: { type: "boolean", default: false, help: "also run the long repetitions (docs/testing.md)" },
      only: { type: "string", help: `only these checks, with commas: ${Object.keys(checks).join(", ")}` },
    },
    positionalCount: "any",
  },
  async ({ values: { full, only }, positionals }) => {
    if (full) process.env["PALAIS_TEST"] = "full";
    // All checks, the ones of --only, or none if tests are named.
    const selected = positionals.length > 0 ? [] : (only?.split(",") ?? Object.keys(checks));
    const code = await runAll(selected, positionals, only === undefined);
    // After a signal, the process ends when the children have ended.
    return isEnding ? new Promise<never>(() => {}) : code;
  },
);
