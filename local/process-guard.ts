import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Ends the registered process groups when its standard input ends. The kernel closes that when this process ends in any
 * way, including `kill -9`. The script has a session of its own, so it receives no signals from the terminal. A group
 * gets two seconds between SIGTERM and SIGKILL.
 */
const script = `
groups=
while read -r action pid; do
  case $action in
    add) groups="$groups $pid" ;;
    drop) kept=; for each in $groups; do [ "$each" = "$pid" ] || kept="$kept $each"; done; groups=$kept ;;
  esac
done
for each in $groups; do kill -s TERM -- "-$each"; done
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  alive=
  for each in $groups; do kill -s 0 -- "-$each" && alive="$alive $each"; done
  groups=$alive
  [ -n "$groups" ] || exit 0
  sleep 0.1
done
for each in $groups; do kill -s KILL -- "-$each"; done
`;

const groups = new Set<number>();
let guard: Socket | undefined;

/** Starts one shell for all child processes of this process. It does not keep this process alive. */
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

function updateGuard(action: "add" | "drop", pid: number): void {
  if (guard) guard.write(`${action} ${pid}\n`);
  else if (action === "add") guard = startGuard();
}

/** Starts a program in a process group of its own. The group ends when the program ends, and when this process ends. */
export function spawnGuarded(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid === undefined) return child;
  groups.add(pid);
  updateGuard("add", pid);
  child.once("exit", () => {
    signalGroup(pid, "SIGKILL");
    groups.delete(pid);
    updateGuard("drop", pid);
  });
  return child;
}

/** Sends SIGTERM to all groups that `spawnGuarded` started, and SIGKILL after two seconds. */
export async function endGuarded(): Promise<void> {
  for (const pid of groups) signalGroup(pid, "SIGTERM");
  for (let waited = 0; groups.size > 0 && waited < 2_000; waited += 50) await sleep(50);
  for (const pid of groups) signalGroup(pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

const launcherPollMs = 500;

/**
 * Calls `end` at a signal to end, and when `local/with-node.mjs`, which started this process, ends without a signal.
 */
export function onEndRequest(end: (signal: NodeJS.Signals) => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(signal));
  const launcher = Number(process.env["PALAIS_LAUNCHER"]);
  // Child processes inherit the variable, but the launcher is not their parent.
  if (process.ppid !== launcher) return;
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    end("SIGTERM");
  }, launcherPollMs);
  timer.unref();
}
