import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./errors.ts";
import type { LocalHome } from "./home.ts";
import { isResponding } from "./network.ts";
import { isListening } from "./port-owner.ts";
import { spawnGuarded } from "./process-guard.ts";
import type { RunnerRecord } from "./runner-record.ts";

/** Resolves a module's file. A test runner's modules lack `import.meta.resolve`. */
export const { resolve: resolveModule } = createRequire(import.meta.url);

const { NODE_COMPILE_CACHE } = process.env;

/**
 * The variable that names Node's cache of compiled code, if this process has it: for processes and threads whose other
 * variables are chosen, and which load the same files at each start. The tests set it (test/run.ts).
 */
export const compileCache: { readonly NODE_COMPILE_CACHE?: string } =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

export interface ChildProcessSettings {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Polled until it answers. */
  readonly readyUrl: string;
  /** Runs in the background after every start, also after a crash. */
  readonly afterStart?: () => Promise<void>;
}

/** What every child process needs of its system. */
export interface RunnerContext {
  readonly home: LocalHome;
  readonly record: RunnerRecord;
  readonly log: (text: string) => void;
  /** Is told of a process that crashed too often and stays down. */
  readonly onDown?: (fault: StartError) => void;
}

const startTimeoutMs = 15_000;
const stopTimeoutMs = 3_000;
/** A process that crashes more often is not started again. */
const maxCrashesPerMinute = 5;

/** A child process that is started again when it crashes. */
export class SupervisedChild {
  readonly #settings: ChildProcessSettings;
  readonly #runner: RunnerContext;
  #process: ChildProcess | undefined;
  #isStopping = false;
  #crashes: number[] = [];

  constructor(settings: ChildProcessSettings, runner: RunnerContext) {
    this.#settings = settings;
    this.#runner = runner;
  }

  /** @throws StartError that names the log file when the process does not answer in time */
  async start(): Promise<void> {
    const { name, readyUrl, afterStart } = this.#settings;
    const started = this.#spawn();
    const deadline = Date.now() + startTimeoutMs;
    while (!(await isResponding(readyUrl)) || !(await isListening(started.pid, Number(new URL(readyUrl).port)))) {
      if (started.exitCode === null && started.signalCode === null && Date.now() < deadline) await sleep(25);
      else throw new StartError(`The ${name} did not start. See ${this.#logFile()}.`);
    }
    afterStart?.().catch(() => {});
  }

  /** Sends the signal, and SIGKILL after three seconds. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    this.#isStopping = true;
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  }

  #logFile(): string {
    return path.join(this.#runner.home.logs, `${this.#settings.name}.log`);
  }

  /**
   * Starts the process in a session of its own, because Ctrl-C at the terminal would end it before the invocations that
   * use it. It is guarded, so that it ends with this process.
   */
  #spawn(): ChildProcess {
    const { name, command, args, cwd, environment } = this.#settings;
    const log = openSync(this.#logFile(), "a", 0o600);
    const child = spawnGuarded(command, args, {
      cwd: cwd ?? this.#runner.home.folder,
      env: { PATH: process.env["PATH"] ?? "", ...compileCache, ...environment },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.#process = child;
    if (child.pid !== undefined) this.#runner.record.add(name, child.pid);
    child.once("error", (error) => this.#runner.log(`the ${name} can't be run: ${error.message}`));
    child.once("exit", (code, signal) => this.#onExit(signal ?? `code ${code}`));
    return child;
  }

  #onExit(reason: string): void {
    if (this.#isStopping) return;
    const { name } = this.#settings;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => at > now - 60_000), now];
    if (this.#crashes.length > maxCrashesPerMinute) {
      const fault = `the ${name} crashed ${this.#crashes.length} times in a minute and stays down: ${this.#logFile()}`;
      this.#runner.log(fault);
      this.#runner.onDown?.(new StartError(`Palais did not start: ${fault}`));
      return;
    }
    this.#runner.log(`the ${name} ended (${reason}) and is started again`);
    this.start().catch((error: Error) => this.#runner.log(error.message));
  }
}
