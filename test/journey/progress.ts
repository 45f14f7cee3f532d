const width = 24;

/** Where progress is shown: standard output, or a test's memory. */
export interface Display {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What is under way, as a bar on a terminal and as one line per finished step elsewhere. */
export class Progress {
  readonly #out: Display;

  constructor(out: Display) {
    this.#out = out;
  }

  /** Shows one step of so many parts while it runs. @returns what the work returns */
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
    const filled = Math.min(width, Math.round((done / Math.max(parts, 1)) * width));
    this.#out.write(`\r\u001b[K${"█".repeat(filled)}${"░".repeat(width - filled)} ${done}/${parts} ${title}`);
  }
}
