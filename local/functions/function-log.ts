import { createWriteStream, type WriteStream } from "node:fs";
import path from "node:path";
import type { SourcePositions } from "./source-positions.ts";

/** Errors are said in so many characters; the whole line is in the file. */
const shown = 160;

/** Keeps what a function writes, and repeats its errors in short where a person sees them. */
export class FunctionLog {
  readonly #file: WriteStream;
  readonly #name: string;
  readonly #remark: (text: string) => void;
  readonly #positions: SourcePositions | undefined;

  /** @param positions for stack traces in the function's errors; without it they stay as they are */
  constructor(folder: string, name: string, remark: (text: string) => void, positions?: SourcePositions) {
    this.#file = createWriteStream(path.join(folder, `${name}.log`), { flags: "a", mode: 0o600 });
    this.#name = name;
    this.#remark = remark;
    this.#positions = positions;
  }

  readonly write = (chunk: Buffer): void => {
    const isError = chunk.includes('"level":"error"');
    const text = isError ? (this.#positions?.resolve(chunk.toString("utf8")) ?? chunk.toString("utf8")) : "";
    this.#file.write(isError ? text : chunk);
    for (const line of text.split("\n").filter((each) => each.includes('"level":"error"'))) {
      this.#remark(`${this.#name}: ${line.slice(0, shown)}`);
    }
  };

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(resolve));
  }
}
