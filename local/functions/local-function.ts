import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describeError } from "../errors.ts";
import type { FunctionPermissions } from "../permissions/guard-requests.ts";
import { compileCache } from "../supervised-child.ts";

/** The handler threw, or its thread ended. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
}

/** The handler took longer than the template allows. */
export class FunctionTimeout extends Error {
  override readonly name = "FunctionTimeout";
}

/** What a function's thread (thread.ts) loads. */
export interface ThreadData {
  readonly file: string;
  /** The name under which the module exports the handler. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  /** In MB. */
  readonly memory: number;
  /** What the code may ask of AWS services; without them everything. */
  readonly permissions?: FunctionPermissions;
}

/** A message to the thread. Events and answers are JSON, as in AWS. */
export interface Invocation {
  readonly id: number;
  readonly event: string;
  readonly requestId: string;
  /** In ms since 1970. */
  readonly deadline: number;
}

/** A message from the thread. */
export type ThreadMessage =
  | { readonly kind: "ready" }
  /** A process that the code has started, and its end. */
  | { readonly kind: "child-started"; readonly pid: number }
  | { readonly kind: "child-ended"; readonly pid: number }
  | { readonly kind: "answer"; readonly id: number; readonly json: string }
  | { readonly kind: "error"; readonly id: number; readonly type: string; readonly message: string };

export interface LocalFunctionSettings extends ThreadData {
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly onOutput: (chunk: Buffer) => void;
  /** Called when the code can't be loaded, for example because a variable is missing in its environment. */
  readonly onLoadError?: (error: Error) => void;
}

/**
 * The number of invocations that run in a function's thread at a time. The others wait, and their timeout starts later.
 */
const maxConcurrentInvocations = 64;

/**
 * A function of the template. Its thread starts with the first invocation. A new thread starts with the next invocation
 * after a crash, after a timeout, and after a change of the code.
 */
export class LocalFunction {
  readonly settings: LocalFunctionSettings;
  readonly #sandboxes = new Set<Sandbox>();
  readonly #queue: (() => void)[] = [];
  #current: Sandbox | undefined;
  #running = 0;
  #isStopped = false;

  constructor(settings: LocalFunctionSettings) {
    this.settings = settings;
  }

  /**
   * Loads the code.
   * @throws Error when it can't be loaded, for example because a variable is missing in its environment
   */
  warm(): Promise<void> {
    return this.#sandbox().ready;
  }

  /** @returns the handler's answer, after JSON @throws FunctionError @throws FunctionTimeout */
  async invoke(event: unknown): Promise<unknown> {
    if (this.#running >= maxConcurrentInvocations) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#running += 1;
    try {
      return await this.#sandbox().invoke(event);
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Invokes the function until it succeeds, at most `attempts` times. Logs the last error and throws nothing. */
  async invokeWithRetry(
    event: unknown,
    attempts: number,
    toPauseMs: (attempt: number) => number,
    log: (text: string) => void,
  ): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.invoke(event);
        return;
      } catch (error) {
        if (attempt === attempts) return log(describeError(error));
        await sleep(toPauseMs(attempt));
      }
    }
  }

  /** Runs the next invocation with changed code. Running invocations end with the code they started with. */
  reload(): void {
    this.#current?.retire();
  }

  get isIdle(): boolean {
    return this.#running === 0;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.terminate()));
  }

  #sandbox(): Sandbox {
    const { functionName, onLoadError } = this.settings;
    if (this.#isStopped) throw new Error(`${functionName} has been stopped`);
    if (this.#current) return this.#current;
    const sandbox = new Sandbox(this.settings, (ended) => {
      if (this.#current === ended) this.#current = undefined;
      this.#sandboxes.delete(ended);
    });
    if (onLoadError) sandbox.ready.catch((error) => this.#isStopped || onLoadError(error));
    this.#sandboxes.add(sandbox);
    this.#current = sandbox;
    return sandbox;
  }
}

interface PendingInvocation {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One thread with the code of one function. Several invocations can run in it at a time. */
class Sandbox {
  readonly ready: Promise<void>;
  readonly #settings: LocalFunctionSettings;
  readonly #onRetired: (sandbox: Sandbox) => void;
  readonly #worker: Worker;
  readonly #pending = new Map<number, PendingInvocation>();
  /** The processes that the code has started. Lambda ends them with the sandbox. */
  readonly #children = new Set<number>();
  #count = 0;
  /** The number of invocations without an answer, including those that wait for the code to load. */
  #open = 0;
  #isRetired = false;

  /** @param onRetired called when the sandbox accepts no more invocations */
  constructor(settings: LocalFunctionSettings, onRetired: (sandbox: Sandbox) => void) {
    const { environment, onOutput, timeoutMs: _timeout, onLoadError: _onError, ...data } = settings;
    this.#settings = settings;
    this.#onRetired = onRetired;
    this.#worker = new Worker(new URL("thread.ts", import.meta.url), {
      workerData: data satisfies ThreadData,
      env: { ...environment, ...compileCache },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.stdout.on("data", onOutput);
    this.#worker.stderr.on("data", onOutput);
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on("message", (message: ThreadMessage) =>
        message.kind === "ready" ? resolve() : this.#onMessage(message),
      );
      this.#worker.once("error", (error: Error) => this.#end(error, reject));
      this.#worker.once("exit", () => this.#end(new Error("its thread ended"), reject));
    });
    this.ready.catch(() => {});
  }

  /** The timeout starts when the code is loaded, as in Lambda. @throws FunctionError @throws FunctionTimeout */
  async invoke(event: unknown): Promise<unknown> {
    this.#open += 1;
    try {
      await this.ready;
      return await this.#send(event);
    } finally {
      this.#open -= 1;
      if (this.#isRetired && this.#open === 0) void this.terminate();
    }
  }

  #send(event: unknown): Promise<unknown> {
    this.#count += 1;
    const id = this.#count;
    const { timeoutMs } = this.#settings;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => this.#onTimeout(id), timeoutMs);
    this.#pending.set(id, { resolve, reject, timer });
    this.#worker.postMessage({
      id,
      event: JSON.stringify(event),
      requestId: randomUUID(),
      deadline: Date.now() + timeoutMs,
    } satisfies Invocation);
    return promise;
  }

  /** Accepts no more invocations, and ends when the running ones have ended. */
  retire(): void {
    if (!this.#isRetired) this.#onRetired(this);
    this.#isRetired = true;
    if (this.#open === 0) void this.terminate();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
    this.#endChildren();
  }

  #endChildren(): void {
    for (const pid of this.#children) killProcess(pid);
    this.#children.clear();
  }

  #settle(id: number): PendingInvocation | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #onMessage(message: Exclude<ThreadMessage, { kind: "ready" }>): void {
    if (message.kind === "child-started") return void this.#children.add(message.pid);
    if (message.kind === "child-ended") return void this.#children.delete(message.pid);
    const pending = this.#settle(message.id);
    if (message.kind === "answer") pending?.resolve(JSON.parse(message.json));
    else pending?.reject(new FunctionError(`${message.type}: ${message.message}`));
  }

  /** Lambda discards a sandbox after a timeout. Other invocations in this one may finish. */
  #onTimeout(id: number): void {
    const { functionName, timeoutMs } = this.#settings;
    const pending = this.#settle(id);
    this.retire();
    pending?.reject(new FunctionTimeout(`${functionName} took longer than ${timeoutMs / 1000} s`));
  }

  #end(error: Error, rejectReady: (error: Error) => void): void {
    rejectReady(error);
    this.#endChildren();
    this.retire();
    for (const id of [...this.#pending.keys()])
      this.#settle(id)?.reject(new FunctionError(`${error.name}: ${error.message}`));
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
