/**
 * `npm test`: every check of the project, each with a line of its own, then Vitest's tests; it ends with the line
 * "N passed, N failed". A check counts as one test. `--full` (`npm run test:full`) adds the long repetitions, which
 * docs/testing.md lists. `--only lint,types` runs these checks alone; anything else is handed to Vitest, and runs the
 * tests it names alone.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { endGuarded, onEndRequest, spawnGuarded } from "../local/process-guard.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const rooms = ["infra", "functions", "shared", "web", "local", "bench", "test"].filter((room) => existsSync(room));

const checks: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  // The slowest first, so that the lanes end at about the same time.
  synth: ["cdk", "synth", "--quiet"],
  types: ["tsc", "--noEmit", "-p", "tsconfig.json"],
  lint: ["biome", "check", "--error-on-warnings", "--max-diagnostics=40"],
  "page-types": ["tsc", "--noEmit", "-p", "web/tsconfig.json"],
  "browser-types": ["tsc", "--noEmit", "-p", "test/browser/tsconfig.json"],
  layering: ["depcruise", "--config", ".dependency-cruiser.cjs", ...rooms],
  "dead-code": ["knip"],
  // Every branch of the rules, by the tests that state them; the threshold is in vitest.config.ts.
  "domain-coverage": ["vitest", "--project=rules", "--coverage"],
};

const { values, positionals } = parseArgs({
  options: { only: { type: "string" }, full: { type: "boolean", default: false } },
  allowPositionals: true,
});
if (values.full) process.env["PALAIS_TEST"] = "full";

/** Which checks and whether the tests: all, those of `--only`, or the tests that were named. */
const wantedChecks = positionals.length > 0 ? [] : (values.only?.split(",") ?? Object.keys(checks));
const wantsTests = values.only === undefined;

const line = (passed: boolean, name: string, since: number) =>
  console.log(`${passed ? "✓" : "✗"} ${name} (${((Date.now() - since) / 1000).toFixed(1)} s)`);

/** @returns the exit code; null when a signal ended it, or when it did not start */
function ended(child: ReturnType<typeof spawnGuarded>): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("close", resolve).once("error", (error) => {
      console.log(error.message);
      resolve(null);
    });
  });
}

async function check(name: string): Promise<Counts> {
  const [program, ...args] = checks[name] ?? [];
  if (!program) throw new Error(`There is no check "${name}"; there are ${Object.keys(checks).join(", ")}.`);
  const began = Date.now();
  if (program === "vitest") {
    const { passed, failed } = await runTests(name, args);
    return { passed: failed === 0 ? passed + 1 : passed, failed };
  }
  const child = spawnGuarded(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said = Promise.all([child.stdout, child.stderr].map((stream) => (stream ? text(stream) : "")));
  const code = await ended(child);
  line(code === 0, name, began);
  if (code === 0) return { passed: 1, failed: 0 };
  console.log((await said).join("") || `${program} ended with ${code}`);
  return { passed: 0, failed: 1 };
}

/** How many checks run at a time: the machines have two cores. */
const lanes = 2;

/** @returns the counts in the order of the names */
async function runChecks(names: readonly string[]): Promise<Counts[]> {
  const counts: Counts[] = [];
  const queue = names.entries();
  const lane = async () => {
    for (const [index, name] of queue) if (!isEnding) counts[index] = await check(name);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return counts;
}

/** Vitest's counts; a run that died, found no test or skipped one has failed, whatever it counted. */
async function runTests(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const began = Date.now();
  const folder = mkdtempSync(path.join(tmpdir(), "palais-test-"));
  const report = path.join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  try {
    const vitest = spawnGuarded("vitest", ["run", ...reporters, ...args], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    const code = await ended(vitest);
    const counts = countsOf(readFileSync(report, "utf8"), code === 0);
    line(counts.failed === 0, name, began);
    return counts;
  } catch (error) {
    console.log(`✗ ${name}: ${error}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countsOf(report: string, isWhole: boolean): Counts {
  const { numPassedTests: passed, numTotalTests: total } = JSON.parse(report) as Record<string, number>;
  if (passed === undefined || total === undefined) throw new Error("Vitest's report has no counts");
  const failed = total - passed;
  return { passed, failed: failed === 0 && (!isWhole || passed === 0) ? 1 : failed };
}

let isEnding = false;
onEndRequest((signal) => {
  isEnding = true;
  void endGuarded().then(() => process.exit(128 + constants.signals[signal]));
});

const results = await runChecks(wantedChecks);
const isSynthesised = results[wantedChecks.indexOf("synth")]?.failed === 0;
if (wantsTests && !isEnding) {
  // The check has run the rules' tests already, with coverage.
  const args = wantedChecks.includes("domain-coverage") ? ["--project=!rules"] : positionals;
  const env = isSynthesised ? { PALAIS_CDK_OUT: path.resolve("cdk.out") } : {};
  results.push(await runTests("tests", args, env));
}
const sum = (key: keyof Counts) => results.reduce((total, counts) => total + counts[key], 0);
process.exitCode = sum("failed") > 0 ? 1 : 0;
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
