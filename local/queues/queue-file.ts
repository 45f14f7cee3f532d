import { createHash } from "node:crypto";
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";

/** A message of a queue; its receipt is the same as long as it lies there. */
export interface Message {
  readonly body: string;
  readonly receipt: string;
}

/** Who takes a message has so long for it before somebody else may, in ms. */
const hiddenForMs = 30_000;

const linesOf = async (file: string) => {
  try {
    return (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};

const receiptOf = (line: string) => createHash("sha256").update(line).digest("hex");

/** A queue is a file with a message a line, so that a person can read it. */
export class QueueFile {
  readonly #file: string;
  readonly #hidden = new Map<string, number>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** @param body JSON, as all that Palais sends */
  send(body: string): Promise<void> {
    const line = JSON.stringify(JSON.parse(body));
    return this.#inTurn(() => appendFile(this.#file, `${line}\n`, { mode: 0o600 }));
  }

  receive(limit: number, now: number): Promise<Message[]> {
    return this.#inTurn(async () => {
      const all = (await linesOf(this.#file)).map((body) => ({ body, receipt: receiptOf(body) }));
      const free = all.filter(({ receipt }) => (this.#hidden.get(receipt) ?? 0) <= now).slice(0, limit);
      for (const { receipt } of free) this.#hidden.set(receipt, now + hiddenForMs);
      return free;
    });
  }

  delete(receipt: string): Promise<void> {
    return this.#inTurn(async () => {
      const lines = await linesOf(this.#file);
      const at = lines.findIndex((line) => receiptOf(line) === receipt);
      if (at < 0) return;
      lines.splice(at, 1);
      await writeFile(`${this.#file}.part`, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
      await rename(`${this.#file}.part`, this.#file);
      this.#hidden.delete(receipt);
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}
