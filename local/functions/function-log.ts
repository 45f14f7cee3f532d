import { createWriteStream, readFileSync, type WriteStream } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";

/** The number of characters of an error that are shown. The file contains the whole line. */
const maxErrorLength = 160;

/** Writes the output of a function to a file, and reports its errors. */
export class FunctionLog {
  readonly #file: WriteStream;
  readonly #name: string;
  readonly #report: (text: string) => void;
  readonly #positions: SourcePositions | undefined;

  /** @param positions resolves stack traces in the function's errors */
  constructor(folder: string, name: string, report: (text: string) => void, positions?: SourcePositions) {
    this.#file = createWriteStream(path.join(folder, `${name}.log`), { flags: "a", mode: 0o600 });
    this.#name = name;
    this.#report = report;
    this.#positions = positions;
  }

  readonly write = (chunk: Buffer): void => {
    if (!chunk.includes('"level":"error"')) {
      this.#file.write(chunk);
      return;
    }
    const text = this.#positions?.resolve(chunk.toString("utf8")) ?? chunk.toString("utf8");
    this.#file.write(text);
    for (const line of text.split("\n").filter((each) => each.includes('"level":"error"'))) {
      this.#report(`${this.#name}: ${line.slice(0, maxErrorLength)}`);
    }
  };

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(resolve));
  }
}

/** A position in a chunk of a bundle, such as `file:///var/task/index.mjs:2:1042`. */
const bundlePosition = /(?:file:\/\/)?\/[^\s()"]*?([\w-]+\.mjs):(\d+):(\d+)/g;

/**
 * Replaces positions in a function's minified bundle by positions in the sources, from the root of the repository. A
 * map is read at the first position that needs it, because most functions never throw.
 */
export class SourcePositions {
  readonly #folder: string;
  readonly #maps = new Map<string, SourceMap | undefined>();

  /** @param folder the source maps of the function */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns the text with every position replaced that a map contains */
  resolve(text: string): string {
    return text.replaceAll(bundlePosition, (position, chunk: string, line: string, column: string) => {
      const entry = this.#loadMap(chunk)?.findEntry(Number(line) - 1, Number(column) - 1);
      return entry && "originalSource" in entry && entry.originalSource
        ? `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
        : position;
    });
  }

  #loadMap(chunk: string): SourceMap | undefined {
    if (!this.#maps.has(chunk)) this.#maps.set(chunk, readMap(path.join(this.#folder, `${chunk}.map`)));
    return this.#maps.get(chunk);
  }
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
