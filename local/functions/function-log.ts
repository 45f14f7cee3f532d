import { createWriteStream, type WriteStream } from "node:fs";
import path from "node:path";

/** Errors are said in so many characters; the whole line is in the file. */
const shown = 160;

/** Keeps what a function writes, and repeats its errors in short where a person sees them. */
export class FunctionLog {
  readonly #file: WriteStream;
  readonly #name: string;
  readonly #remark: (text: string) => void;

  constructor(folder: string, name: string, remark: (text: string) => void) {
    this.#file = createWriteStream(path.join(folder, `${name}.log`), { flags: "a", mode: 0o600 });
    this.#name = name;
    this.#remark = remark;
  }

  readonly write = (chunk: Buffer): void => {
    this.#file.write(chunk);
    if (!chunk.includes('"level":"error"')) return;
    for (const line of chunk
      .toString("utf8")
      .split("\n")
      .filter((each) => each.includes('"level":"error"'))) {
      this.#remark(`${this.#name}: ${line.slice(0, shown)}`);
    }
  };

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(resolve));
  }
}
