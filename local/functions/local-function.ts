import { Sandbox, type ThreadSettings } from "./sandbox.ts";

/** So many invocations run in a function's thread at a time; the others wait for their turn, and their time begins then. */
const atOnce = 64;

export type FunctionSettings = Omit<ThreadSettings, "onEnd">;

/** A function of the template. Its thread is made anew when it crashed, or when a handler ran out of time in it. */
export class LocalFunction {
  readonly settings: FunctionSettings;
  readonly #sandboxes = new Set<Sandbox>();
  readonly #waiting: (() => void)[] = [];
  #current: Sandbox | undefined;
  #running = 0;
  #isStopped = false;

  constructor(settings: FunctionSettings) {
    this.settings = settings;
  }

  /** Loads it. @throws Error that says why it can't be loaded, such as a variable missing in its environment */
  warm(): Promise<void> {
    return this.#sandbox().ready;
  }

  /** @returns what the handler answered, as JSON carries it @throws FunctionError @throws FunctionTimeout */
  async invoke(event: unknown): Promise<unknown> {
    if (this.#running >= atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await this.#sandbox().invoke(event);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  get isIdle(): boolean {
    return this.#running === 0;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.terminate()));
  }

  #sandbox(): Sandbox {
    if (this.#isStopped) throw new Error(`${this.settings.functionName} has been stopped`);
    if (this.#current) return this.#current;
    const onEnd = (ended: Sandbox) => {
      if (this.#current === ended) this.#current = undefined;
      this.#sandboxes.delete(ended);
    };
    const sandbox = new Sandbox({ ...this.settings, onEnd });
    this.#sandboxes.add(sandbox);
    this.#current = sandbox;
    return sandbox;
  }
}
