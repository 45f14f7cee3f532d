const barWidth = 24;

/** The output of the progress: standard output, or a test's memory. */
export interface ProgressDisplay {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows the current step as a bar on a terminal, and otherwise as one line per completed step. */
export class JourneyProgress {
  readonly #out: ProgressDisplay;

  constructor(out: ProgressDisplay) {
    this.#out = out;
  }

  /** Shows one step of `total` parts while it runs. @returns the result of the work */
  async step<T>(title: string, parts: number, work: (tick: () => void) => Promise<T>): Promise<T> {
    const began = Date.now();
    let done = 0;
    this.#bar(title, 0, parts);
    const result = await work(() => {
      done += 1;
      this.#bar(title, done, parts);
    });
    const line = `${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`;
    this.#out.write(this.#out.isTTY ? `\r\u001b[K✓ ${line}\n` : `${line}\n`);
    return result;
  }

  #bar(title: string, done: number, parts: number): void {
    if (!this.#out.isTTY) return;
    const filled = Math.min(barWidth, Math.round((done / Math.max(parts, 1)) * barWidth));
    this.#out.write(`\r\u001b[K${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${done}/${parts} ${title}`);
  }
}
