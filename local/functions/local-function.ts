import { Sandbox, type ThreadSettings } from "./sandbox.ts";

/** So many invocations run in a function's thread at a time; the others wait for their turn, and their time begins then. */
const atOnce = 64;

export interface FunctionSettings extends Omit<ThreadSettings, "onEnd"> {
  /** Its code can't be loaded: the error says why, such as a variable missing in its environment. */
  readonly onLoadError?: (error: Error) => void;
}

/**
 * A function of the template. Its thread starts with the first call, and again with the next one when it crashed, when a
 * handler ran out of time in it, or when the code changed.
 */
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

  /** Runs the next call with the code as it is then; calls that run now end with the code they began with. */
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
    if (this.#isStopped) throw new Error(`${this.settings.functionName} has been stopped`);
    if (this.#current) return this.#current;
    const onEnd = (ended: Sandbox) => {
      if (this.#current === ended) this.#current = undefined;
      this.#sandboxes.delete(ended);
    };
    const { onLoadError, ...settings } = this.settings;
    const sandbox = new Sandbox({ ...settings, onEnd });
    if (onLoadError) sandbox.ready.catch((error) => this.#isStopped || onLoadError(error));
    this.#sandboxes.add(sandbox);
    this.#current = sandbox;
    return sandbox;
  }
}
