import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Home, readJson, remove } from "./home.ts";
import { StartError } from "./start-error.ts";

interface RecordedProcess {
  readonly pid: number;
  /** Its command line: a pid alone may meanwhile belong to somebody else. */
  readonly command: string;
}

interface Recorded {
  readonly runner: RecordedProcess;
  readonly api: string;
  readonly children: Readonly<Record<string, RecordedProcess>>;
}

/** The command line of a living process, undefined when there is none. */
function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined;
  } catch {
    return process.platform === "linux" ? undefined : commandByPs(pid);
  }
}

function commandByPs(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

const isAlive = ({ pid, command }: RecordedProcess) => commandOf(pid) === command;

const thisProcess = (pid: number): RecordedProcess => ({ pid, command: commandOf(pid) ?? "" });

/** Who runs the system of a home, written down so that the next start knows what an earlier one left behind. */
export class RunnerRecord {
  readonly #home: Home;
  readonly #api: string;
  readonly #children: Record<string, RecordedProcess> = {};

  private constructor(home: Home, api: string) {
    this.#home = home;
    this.#api = api;
  }

  /**
   * Takes the home for this process, and ends what a killed runner left behind.
   * @throws StartError when somebody else runs there
   */
  static async take(home: Home, api: string, remark: (text: string) => void): Promise<RunnerRecord> {
    const earlier = await readJson<Recorded>(home.runner);
    if (earlier && isAlive(earlier.runner)) {
      throw new StartError(
        `Palais already runs with the state of ${home.folder}: ${earlier.api}, process ${earlier.runner.pid}. ` +
          "End that one first, or give this one a state of its own: PALAIS_HOME=… PALAIS_PORT=… npm start",
      );
    }
    for (const [name, child] of Object.entries(earlier?.children ?? {})) {
      if (await endOrphan(child)) remark(`ended the ${name} that an earlier run left behind (process ${child.pid})`);
    }
    await remove(home.local);
    const record = new RunnerRecord(home, api);
    record.#write();
    return record;
  }

  /** Before anything else happens to the child, and at once: a crash right after must not make it an orphan unknown. */
  add(name: string, pid: number): void {
    this.#children[name] = thisProcess(pid);
    this.#write();
  }

  release(): Promise<void> {
    return remove(this.#home.runner);
  }

  #write(): void {
    const recorded: Recorded = { runner: thisProcess(process.pid), api: this.#api, children: this.#children };
    writeFileSync(this.#home.runner, JSON.stringify(recorded), { mode: 0o600 });
  }
}

async function endOrphan(child: RecordedProcess): Promise<boolean> {
  if (!isAlive(child)) return false;
  process.kill(child.pid, "SIGTERM");
  for (let waited = 0; isAlive(child); waited += 50) {
    if (waited === 2_000) process.kill(child.pid, "SIGKILL");
    await sleep(50);
  }
  return true;
}
