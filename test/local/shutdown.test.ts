import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { within } from "../system/system.ts";

/** A start on a busy machine takes a while; nothing here asserts it. */
const comesUpWithin = 150_000;
vi.setConfig({ testTimeout: 2 * comesUpWithin });
/** The promise: five seconds after the signal no child is left. */
const endsWithin = 5_000;

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** In clock ticks since the machine started: a pid may be used again, a pid with its start time is not. */
  readonly startedAt: string;
  readonly command: string;
}

/** One process as `/proc` has it; undefined when it is gone, or a zombie that waits for its parent. */
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

/** Starts npm as a person would, in a terminal of its own, but for the terminal. */
function runNpm(args: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  const env = { ...Object.fromEntries(inherited), ...environment };
  root = spawn("npm", args, { env, stdio: "ignore", detached: true }).pid ?? 0;
}

/** Waits for the emulators under npm, and keeps the tree as it is then. */
async function seeEmulators(): Promise<void> {
  const emulators = ["dynoxide", "s3rver", "cognito-local", "aws-ses-v2-local"];
  seen = await within(
    comesUpWithin,
    async () => listDescendants(root),
    (tree) => emulators.every((name) => tree.some(({ command }) => command.includes(name))),
  );
}

async function seeAllEnded(): Promise<void> {
  const until = Date.now() + endsWithin;
  while (listAlive(seen).length > 0 && Date.now() < until) await sleep(100);
  expect(listAlive(seen)).toEqual([]);
}

const startSystem = () => runNpm(["start"], { PALAIS_HOME: home, PALAIS_PORT: "6300" });

test("SIGTERM to `npm start` ends every child of a running system", async () => {
  startSystem();
  await within(comesUpWithin, async () => existsSync(path.join(home, "local.json")), Boolean);
  await seeEmulators();
  process.kill(root, "SIGTERM");
  await seeAllEnded();
  expect(existsSync(path.join(home, "runner.json"))).toBe(false);
});

// A closed terminal sends SIGHUP; npm doesn't pass it on.
test("SIGHUP to `npm start` ends every child of a system that comes up", async () => {
  startSystem();
  await seeEmulators();
  process.kill(root, "SIGHUP");
  await seeAllEnded();
});

test("SIGKILL of the runner ends its emulators", async () => {
  startSystem();
  await seeEmulators();
  const runner = seen.find(({ command }) => /\bnode local\/start\.ts$/.test(command));
  process.kill(runner?.pid ?? 0, "SIGKILL");
  await seeAllEnded();
});

test.each([
  ["SIGTERM", "a worker", "test/fuzz/fuzz.test.ts"],
  ["SIGINT", "the global set-up", "test/system/staff.test.ts"],
] as const)("%s to `npm test` ends every child of a system that %s starts", async (signal, _by, file) => {
  runNpm(["test", "--", file]);
  await seeEmulators();
  process.kill(root, signal);
  await seeAllEnded();
});
