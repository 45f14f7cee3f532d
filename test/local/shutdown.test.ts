import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitFor } from "../support/wait-for.ts";

/** A start on a busy machine takes long; its duration isn't asserted. */
const comesUpWithin = 150_000;
vi.setConfig({ testTimeout: 2 * comesUpWithin });
/** Five seconds after the signal no child process is left. */
const endsWithin = 5_000;

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** In clock ticks since the machine started: a pid may be reused, a pid with its start time can't. */
  readonly startedAt: string;
  readonly command: string;
}

/** One process from `/proc`; undefined if it has ended or is a zombie. */
function readProcess(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, a name in brackets, may contain spaces.
    const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    if (state === "Z") return undefined;
    return { pid, parent: Number(parent), startedAt: rest[17] ?? "", command };
  } catch {
    return undefined;
  }
}

function listDescendants(root: number): RunningProcess[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : []));
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

const listAlive = (processes: readonly RunningProcess[]) =>
  processes.filter(({ pid, startedAt }) => readProcess(pid)?.startedAt === startedAt).map(({ command }) => command);

let home: string;
let root: number;
let seen: RunningProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "palais-shutdown-"));
});
afterEach(async () => {
  for (const { pid, startedAt } of [...seen, ...listDescendants(root)]) {
    if (readProcess(pid)?.startedAt === startedAt) process.kill(pid, "SIGKILL");
  }
  seen = [];
  await rm(home, { recursive: true, force: true });
});

/** Starts npm in its own process group, as a terminal does. */
function runNpm(args: readonly string[], environment: Readonly<Record<string, string>> = {}, cwd = "."): void {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  const env = { ...Object.fromEntries(inherited), ...environment };
  root = spawn("npm", args, { cwd, env, stdio: "ignore", detached: true }).pid ?? 0;
}

/** Waits for the emulators under npm. @returns the process tree */
async function waitForEmulators(): Promise<void> {
  const emulators = ["dynoxide", "s3rver", "cognito-local", "aws-ses-v2-local"];
  seen = await waitFor(
    comesUpWithin,
    async () => listDescendants(root),
    (tree) => emulators.every((name) => tree.some(({ command }) => command.includes(name))),
  );
}

async function waitForEnd(): Promise<void> {
  const until = Date.now() + endsWithin;
  while (listAlive(seen).length > 0 && Date.now() < until) await sleep(100);
  expect(listAlive(seen)).toEqual([]);
}

const startSystem = () => runNpm(["start"], { PALAIS_HOME: home, PALAIS_PORT: "6300" });

const waitForSystem = () => waitFor(comesUpWithin, async () => existsSync(path.join(home, "local.json")), Boolean);

test("SIGTERM to `npm start` ends every child of a running system", async () => {
  startSystem();
  await waitForSystem();
  await waitForEmulators();
  process.kill(root, "SIGTERM");
  await waitForEnd();
  expect(existsSync(path.join(home, "runner.json"))).toBe(false);
});

test("SIGTERM to `npm start` ends the installation of the packages", async () => {
  // A copy without packages, so that the launcher installs them first.
  const copy = path.join(home, "copy");
  await cp("local/with-node.mjs", path.join(copy, "local/with-node.mjs"));
  for (const file of ["package.json", "package-lock.json"]) await cp(file, path.join(copy, file));
  runNpm(["start"], {}, copy);
  seen = await waitFor(
    comesUpWithin,
    async () => listDescendants(root),
    (tree) => tree.some(({ command }) => /npm.*\binstall\b/.test(command)),
  );
  process.kill(root, "SIGTERM");
  await waitForEnd();
});

// A closed terminal sends SIGHUP; npm doesn't pass it on.
test("SIGHUP to `npm start` ends every child of a system that is starting", async () => {
  startSystem();
  await waitForEmulators();
  process.kill(root, "SIGHUP");
  await waitForEnd();
});

// A child that was started in the last milliseconds may not be registered with the guard yet.
test("SIGKILL of the runner of a running system ends its emulators", async () => {
  startSystem();
  await waitForSystem();
  await waitForEmulators();
  const runner = seen.find(({ command }) => /\bnode local\/start\.ts$/.test(command));
  process.kill(runner?.pid ?? 0, "SIGKILL");
  await waitForEnd();
});

test.each([
  ["SIGTERM", "a worker", "test/http/fuzz.test.ts"],
  ["SIGINT", "the global set-up", "test/system/staff.test.ts"],
] as const)("%s to `npm test` ends every child of a system that %s starts", async (signal, _by, file) => {
  runNpm(["test", "--", file]);
  await waitForEmulators();
  process.kill(root, signal);
  await waitForEnd();
});
