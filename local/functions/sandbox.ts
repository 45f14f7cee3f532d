import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { Invocation, Said, SandboxSettings } from "./protocol.ts";

/** The handler threw, or its thread died. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
}

/** The handler took longer than the template allows. */
export class FunctionTimeout extends Error {
  override readonly name = "FunctionTimeout";
}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export interface ThreadSettings extends SandboxSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly onOutput: (chunk: Buffer) => void;
  /** After it took no more invocations, for whatever reason. */
  readonly onEnd: (sandbox: Sandbox) => void;
}

/** One thread with one function's bundle in it. Several invocations may run in it at a time. */
export class Sandbox {
  readonly ready: Promise<void>;
  readonly #settings: ThreadSettings;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #count = 0;
  /** Calls that it took and has not answered, those too that wait until it is loaded. */
  #open = 0;
  #isRetired = false;

  constructor(settings: ThreadSettings) {
    const { environment, timeoutMs: _timeout, onOutput, onEnd: _end, ...workerData } = settings;
    this.#settings = settings;
    this.#worker = new Worker(new URL("thread.ts", import.meta.url), {
      workerData,
      env: { ...environment },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.stdout.on("data", onOutput);
    this.#worker.stderr.on("data", onOutput);
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on("message", (said: Said) => (said.kind === "ready" ? resolve() : this.#onSaid(said)));
      this.#worker.once("error", (error: Error) => this.#end(error, reject));
      this.#worker.once("exit", () => this.#end(new Error("its thread ended"), reject));
    });
    this.ready.catch(() => {});
  }

  /** Its time begins when the bundle is loaded, as in Lambda. @throws FunctionError @throws FunctionTimeout */
  async invoke(event: unknown): Promise<unknown> {
    this.#open += 1;
    try {
      await this.ready;
      return await this.#hand(event);
    } finally {
      this.#open -= 1;
      if (this.#isRetired && this.#open === 0) void this.terminate();
    }
  }

  #hand(event: unknown): Promise<unknown> {
    this.#count += 1;
    const id = this.#count;
    const { timeoutMs } = this.#settings;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => this.#onTimeout(id), timeoutMs);
    this.#pending.set(id, { resolve, reject, timer });
    const invocation: Invocation = {
      id,
      event: JSON.stringify(event),
      requestId: randomUUID(),
      deadline: Date.now() + timeoutMs,
    };
    this.#worker.postMessage(invocation);
    return promise;
  }

  /** Takes nothing new, and ends when what runs in it has ended. */
  retire(): void {
    if (!this.#isRetired) this.#settings.onEnd(this);
    this.#isRetired = true;
    if (this.#open === 0) void this.terminate();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #onSaid(said: Exclude<Said, { kind: "ready" }>): void {
    const pending = this.#settle(said.id);
    if (said.kind === "answer") pending?.resolve(JSON.parse(said.json));
    else pending?.reject(new FunctionError(`${said.type}: ${said.message}`));
  }

  /** Lambda throws a sandbox away whose handler ran out of time; others that run in this one may finish. */
  #onTimeout(id: number): void {
    const { functionName, timeoutMs } = this.#settings;
    const pending = this.#settle(id);
    this.retire();
    pending?.reject(new FunctionTimeout(`${functionName} took longer than ${timeoutMs / 1000} s`));
  }

  #end(error: Error, reject: (error: Error) => void): void {
    reject(error);
    this.retire();
    for (const id of [...this.#pending.keys()])
      this.#settle(id)?.reject(new FunctionError(`${error.name}: ${error.message}`));
  }
}
