/** Tells whoever started the system what comes up, a line for each part. */
export interface Progress {
  /** Runs the start of a part and says when it is up. @param note what is worth saying of it, such as its address */
  part<T>(name: string, start: () => Promise<T>, note?: (value: T) => string): Promise<T>;
  /** A remark while it runs. */
  remark(text: string): void;
}

/** A line for each part as it comes up, with the time since the start. */
export function progressTo(write: (line: string) => void, isColoured: boolean): Progress {
  const began = performance.now();
  const paint = (code: number, text: string) => (isColoured ? `\x1b[${code}m${text}\x1b[0m` : text);
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`.padStart(7);
  return {
    async part(name, start, note) {
      try {
        const value = await start();
        write(`  ${paint(32, "✓")} ${name.padEnd(12)} ${(note?.(value) ?? "").padEnd(52)} ${paint(2, seconds())}`);
        return value;
      } catch (error) {
        write(`  ${paint(31, "✗")} ${name.padEnd(12)} ${"did not come up".padEnd(52)} ${paint(2, seconds())}`);
        throw error;
      }
    },
    remark: (text) => write(`  ${paint(33, "·")} ${text}`),
  };
}

/** For tests and other programs that start a system by the way. */
export const silent: Progress = { part: (_name, start) => start(), remark: () => {} };
