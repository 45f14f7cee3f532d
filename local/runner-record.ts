import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./errors.ts";
import { type LocalHome, parseJsonObject, removeFile, replaceFile } from "./home.ts";

interface RecordedProcess {
  readonly pid: number;
  /** Its command line, because the operating system reuses process ids. */
  readonly command: string;
}

interface RunnerState {
  /** Absent if no process was found that may run the system. */
  readonly runner?: RecordedProcess;
  /** The address of the system, or the command that works on the home. */
  readonly api: string;
  readonly children: Readonly<Record<string, RecordedProcess>>;
}

/** @returns the command line of a running process, or undefined if there is none */
function getProcessCommand(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined;
  } catch {
    return process.platform === "linux" ? undefined : getProcessCommandByPs(pid);
  }
}

function getProcessCommandByPs(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

const isProcessAlive = ({ pid, command }: RecordedProcess) => getProcessCommand(pid) === command;

const toRecordedProcess = (pid: number): RecordedProcess => ({ pid, command: getProcessCommand(pid) ?? "" });

function toMark({ pid, command }: RecordedProcess): string {
  const digest = createHash("sha256").update(command).digest("hex");
  return `${pid}-${digest.slice(0, 8)}`;
}

/** A process for the name of a file: its id, and a digest of its command line. */
export const toProcessMark = (pid: number): string => toMark(toRecordedProcess(pid));

/** What a mark looks like in a regular expression. */
export const processMarkPattern = "\\d+-[\\da-f]{8}";

/** @param mark of `toProcessMark` */
export function isMarkedProcessAlive(mark: string): boolean {
  const found = toRecordedProcess(Number(mark.split("-")[0]));
  // A process that does not run has no command line.
  return found.command !== "" && toMark(found) === mark;
}

/** Whether the process that runs the system of this home is alive. A killed one leaves its files behind. */
export function isRunnerAlive(home: LocalHome): boolean {
  const { runner } = readRunnerState(home) ?? {};
  return runner !== undefined && isProcessAlive(runner);
}

/**
 * The processes that the file of a home names. Earlier versions left an empty file on a full disk: instead of one that
 * can't be read, the processes that use the database of the home are looked for.
 */
function readRunnerState(home: LocalHome): RunnerState | undefined {
  if (!existsSync(home.runnerFile)) return undefined;
  const state = parseJsonObject<Partial<RunnerState>>(readFileSync(home.runnerFile, "utf8"));
  const isWhole = typeof state?.runner?.pid === "number" && typeof state.children === "object" && state.children;
  return isWhole ? (state as RunnerState) : findRunnerState(home);
}

/** The programs of the child processes. Another program that names the database, such as a copy, is left alone. */
const childPrograms = ["dynoxide", "node"];

const getProgram = ({ command }: RecordedProcess): string => path.basename(command.split(" ")[0] ?? "");

/** @returns the processes of the database of the home, and the program of Node that started them */
function findRunnerState({ database }: LocalHome): RunnerState {
  const own = listProcesses().filter(
    (each) => childPrograms.includes(getProgram(each)) && `${each.command} `.includes(` ${database} `),
  );
  // A process whose runner was killed is the child of the first process, or of another one that adopts such processes.
  const [runner] = own.map(({ parent }) => toRecordedProcess(parent)).filter((each) => getProgram(each) === "node");
  const children = Object.fromEntries(own.map(({ pid, command }) => [`process ${pid}`, { pid, command }]));
  return { ...(runner && { runner }), api: "at an unknown address", children };
}

interface ListedProcess extends RecordedProcess {
  readonly parent: number;
}

/** All processes of this machine that this user may see. */
function listProcesses(): ListedProcess[] {
  if (process.platform !== "linux") return listProcessesByPs();
  return readdirSync("/proc").flatMap((name) => {
    const command = /^\d+$/.test(name) ? getProcessCommand(Number(name)) : undefined;
    return command === undefined ? [] : [{ pid: Number(name), parent: getParent(name), command }];
  });
}

/** @returns 0 for a process that has ended meanwhile */
function getParent(pid: string): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function listProcessesByPs(): ListedProcess[] {
  const lines = execFileSync("ps", ["-axo", "pid=,ppid=,command="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** The file that names the processes of a system, so that the next start can end those of a killed one. */
export class RunnerRecord {
  readonly #home: LocalHome;
  readonly #api: string;
  readonly #children: Record<string, RecordedProcess> = {};

  private constructor(home: LocalHome, api: string) {
    this.#home = home;
    this.#api = api;
  }

  /**
   * Acquires the home for this process, and ends the child processes of a killed runner.
   * @throws StartError when another process runs the system of this home
   */
  static async acquire(
    home: LocalHome,
    api: string,
    log: (text: string) => void,
    wayOut = "Stop it, or use another folder for the state: PALAIS_HOME=… PALAIS_PORT=… npm start",
  ): Promise<RunnerRecord> {
    const earlier = readRunnerState(home);
    if (earlier?.runner && isProcessAlive(earlier.runner)) {
      throw new StartError(
        `Palais already runs with the state of ${home.folder}: ${earlier.api}, process ${earlier.runner.pid}. ` +
          wayOut,
      );
    }
    for (const [name, child] of Object.entries(earlier?.children ?? {})) {
      if (await endOrphanProcess(child)) log(`ended the ${name} of an earlier run (process ${child.pid})`);
    }
    await removeFile(home.descriptionFile);
    const record = new RunnerRecord(home, api);
    record.#write();
    return record;
  }

  /** Writes synchronously, so that a crash right after the start of a child process does not lose its id. */
  add(name: string, pid: number): void {
    this.#children[name] = toRecordedProcess(pid);
    this.#write();
  }

  release(): Promise<void> {
    return removeFile(this.#home.runnerFile);
  }

  #write(): void {
    const recorded: RunnerState = { runner: toRecordedProcess(process.pid), api: this.#api, children: this.#children };
    replaceFile(this.#home.runnerFile, JSON.stringify(recorded));
  }
}

async function endOrphanProcess(child: RecordedProcess): Promise<boolean> {
  if (!isProcessAlive(child)) return false;
  process.kill(child.pid, "SIGTERM");
  for (let waited = 0; isProcessAlive(child); waited += 50) {
    if (waited === 2_000) process.kill(child.pid, "SIGKILL");
    await sleep(50);
  }
  return true;
}
