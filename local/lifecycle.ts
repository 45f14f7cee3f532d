/** What a command says before it synthesizes the app. */
export const synthesisNotice = "Synthesizing the app, which takes up to a minute …";

/** Reports the parts of the system as they start. */
export interface StartProgress {
  /**
   * Starts a part and reports the result.
   * @param describe details of a started part, such as its address
   * @param isSound whether nothing needs a person; true without it
   */
  runStep<T>(
    name: string,
    start: () => Promise<T>,
    describe?: (value: T) => string,
    isSound?: (value: T) => boolean,
  ): Promise<T>;
  /** Reports an event while the system runs. */
  log(text: string): void;
}

/** Writes a line for each part, with the time since the start. */
export function createProgress(write: (line: string) => void, isColored: boolean): StartProgress {
  const began = performance.now();
  const paint = (code: number, text: string) => (isColored ? `\x1b[${code}m${text}\x1b[0m` : text);
  const writeStep = (color: number, mark: string, name: string, details: string) => {
    const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`.padStart(7);
    write(`  ${paint(color, mark)} ${name.padEnd(12)} ${details.padEnd(52)} ${paint(2, seconds)}`);
  };
  return {
    async runStep(name, start, describe, isSound) {
      try {
        const value = await start();
        const [color, mark] = isSound?.(value) === false ? ([33, "!"] as const) : ([32, "✓"] as const);
        writeStep(color, mark, name, describe?.(value) ?? "");
        return value;
      } catch (error) {
        writeStep(31, "✗", name, "did not start");
        throw error;
      }
    },
    log: (text) => write(`  ${paint(33, "·")} ${text}`),
  };
}

/** For tests and other programs that start a system. */
export const silentProgress: StartProgress = { runStep: (_name, start) => start(), log: () => {} };

interface TeardownStep {
  readonly stop: () => unknown;
  readonly kill: () => unknown;
}

/** The steps that end the started parts, in reverse order. Each step runs once. */
export class Teardown {
  readonly #steps: TeardownStep[] = [];
  #hasRun = false;

  /** A part that is started after the end is stopped at once. @param kill ends it at once, if that differs from `stop` */
  add(stop: () => unknown, kill: () => unknown = stop): void {
    if (this.#hasRun) void (async () => stop())().catch(() => {});
    else this.#steps.push({ stop, kill });
  }

  async run(how: keyof TeardownStep): Promise<void> {
    this.#hasRun = true;
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) await step[how]();
  }
}
