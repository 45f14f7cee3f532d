import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Ends the process groups it was told of, once its standard input ends: the kernel closes that when this process is
 * gone, however it ended, `kill -9` included. It has a session of its own, so no signal of a terminal reaches it. A
 * group gets two seconds between SIGTERM and SIGKILL.
 */
const script = `
groups=
while read -r what pid; do
  case $what in
    add) groups="$groups $pid" ;;
    drop) kept=; for each in $groups; do [ "$each" = "$pid" ] || kept="$kept $each"; done; groups=$kept ;;
  esac
done
for each in $groups; do kill -s TERM -- "-$each"; done
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  left=
  for each in $groups; do kill -s 0 -- "-$each" && left="$left $each"; done
  groups=$left
  [ -n "$groups" ] || exit 0
  sleep 0.1
done
for each in $groups; do kill -s KILL -- "-$each"; done
`;

const groups = new Set<number>();
let guard: Socket | undefined;

/** One shell for all children of this process, started with the first of them. It keeps no process alive. */
function startGuard(): Socket {
  const shell = spawn("/bin/sh", ["-c", script], { cwd: "/", detached: true, stdio: ["pipe", "ignore", "ignore"] });
  const input = shell.stdin as Socket;
  const forget = () => {
    if (guard === input) guard = undefined;
  };
  shell.once("error", forget);
  shell.once("exit", forget);
  input.once("error", forget);
  shell.unref();
  input.unref();
  for (const pid of groups) input.write(`add ${pid}\n`);
  return input;
}

function tellGuard(what: "add" | "drop", pid: number): void {
  if (guard) guard.write(`${what} ${pid}\n`);
  else if (what === "add") guard = startGuard();
}

/**
 * Starts a program in a process group of its own, which ends with this process at the latest. When the program ends,
 * what it started ends too.
 */
export function spawnGuarded(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid === undefined) return child;
  groups.add(pid);
  tellGuard("add", pid);
  child.once("exit", () => {
    signalGroup(pid, "SIGKILL");
    groups.delete(pid);
    tellGuard("drop", pid);
  });
  return child;
}

/** Asks everything that `spawnGuarded` started to end, and insists after two seconds. */
export async function endGuarded(): Promise<void> {
  for (const pid of groups) signalGroup(pid, "SIGTERM");
  for (let waited = 0; groups.size > 0 && waited < 2_000; waited += 50) await sleep(50);
  for (const pid of groups) signalGroup(pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}

const watchEvery = 500;

/**
 * Calls back once when the process that ends this one is asked to end by a signal, or when `local/with-node.mjs`, which
 * started it, is gone without having passed a signal on.
 */
export function onEndRequest(end: (signal: NodeJS.Signals) => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(signal));
  const launcher = Number(process.env["PALAIS_LAUNCHER"]);
  // A program further down inherits the variable; the launcher isn't its parent.
  if (process.ppid !== launcher) return;
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    end("SIGTERM");
  }, watchEvery);
  timer.unref();
}
