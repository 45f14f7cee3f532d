import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Home } from "./home.ts";
import { spawnGuarded } from "./process-guard.ts";
import type { RunnerRecord } from "./runner-record.ts";
import { StartError } from "./start-error.ts";

export interface ChildSettings {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Answers once it does; is asked again and again until then. */
  readonly isReady: () => Promise<boolean>;
  /** Follows every start, also one after a crash; nobody waits for it. */
  readonly afterStart?: () => Promise<void>;
}

/** What every child needs from the system it belongs to. */
export interface House {
  readonly home: Home;
  readonly record: RunnerRecord;
  readonly remark: (text: string) => void;
}

const startWithin = 15_000;
const stopWithin = 3_000;
/** So many deaths within a minute mean that it can't run. */
const deathsAllowed = 5;

/** A process of its own that is started again whenever it dies. */
export class Child {
  readonly #settings: ChildSettings;
  readonly #house: House;
  #process: ChildProcess | undefined;
  #isStopping = false;
  #deaths: number[] = [];

  constructor(settings: ChildSettings, house: House) {
    this.#settings = settings;
    this.#house = house;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** @throws StartError when it doesn't come up; its log says why */
  async start(): Promise<void> {
    const { name, isReady, afterStart } = this.#settings;
    const started = this.#spawn();
    const until = Date.now() + startWithin;
    while (!(await isReady())) {
      if (started.exitCode === null && Date.now() < until) await sleep(25);
      else throw new StartError(`The ${name} did not start; ${this.#logFile()} says why.`);
    }
    afterStart?.().catch(() => {});
  }

  /** Asks it to end, and insists after three seconds. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    this.#isStopping = true;
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const insist = setTimeout(() => child.kill("SIGKILL"), stopWithin);
    await ended;
    clearTimeout(insist);
  }

  #logFile(): string {
    return path.join(this.#house.home.logs, `${this.#settings.name}.log`);
  }

  /**
   * In a session of its own, or Ctrl-C at the terminal would end it before the invocations that still need it; guarded,
   * so that it ends with this process however that ends.
   */
  #spawn(): ChildProcess {
    const { name, command, args, cwd, environment } = this.#settings;
    const log = openSync(this.#logFile(), "a", 0o600);
    const child = spawnGuarded(command, args, {
      cwd: cwd ?? this.#house.home.folder,
      env: { PATH: process.env["PATH"] ?? "", ...environment },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.#process = child;
    if (child.pid !== undefined) this.#house.record.add(name, child.pid);
    child.once("error", (error) => this.#house.remark(`the ${name} can't be run: ${error.message}`));
    child.once("exit", (code, signal) => this.#onExit(signal ?? `code ${code}`));
    return child;
  }

  #onExit(how: string): void {
    if (this.#isStopping) return;
    const { name } = this.#settings;
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => at > now - 60_000), now];
    if (this.#deaths.length > deathsAllowed) {
      this.#house.remark(
        `the ${name} ended ${this.#deaths.length} times within a minute and is left alone; see ${this.#logFile()}`,
      );
      return;
    }
    this.#house.remark(`the ${name} ended (${how}) and is started again`);
    this.start().catch((error: Error) => this.#house.remark(error.message));
  }
}

/** Whether an address answers at all. */
export async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
