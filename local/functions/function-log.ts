import { createWriteStream, readFileSync, type WriteStream } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";
import { reportDiskFault } from "../full-disk.ts";

/** The number of characters of an error that are shown. The file contains the whole line. */
const maxErrorLength = 160;

/** After a failed write, lines are dropped for this time, in ms. */
const reopenDelayMs = 1_000;

/** Writes the output of a function to a file, and reports its errors. */
export class FunctionLog {
  readonly #path: string;
  #file: WriteStream | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  readonly #name: string;
  readonly #report: (text: string) => void;
  readonly #positions: SourcePositions | undefined;

  /** @param positions resolves stack traces in the function's errors */
  constructor(folder: string, name: string, report: (text: string) => void, positions?: SourcePositions) {
    this.#path = path.join(folder, `${name}.log`);
    this.#name = name;
    this.#report = report;
    this.#positions = positions;
  }

  readonly write = (chunk: Buffer): void => {
    if (!chunk.includes('"level":"error"')) {
      this.#append(chunk);
      return;
    }
    const text = this.#positions?.resolve(chunk.toString("utf8")) ?? chunk.toString("utf8");
    this.#append(text);
    for (const line of text.split("\n").filter((each) => each.includes('"level":"error"'))) {
      this.#report(`${this.#name}: ${line.slice(0, maxErrorLength)}`);
    }
  };

  /** Lines that the disk has no room for are lost; the file is opened again a little later. */
  #append(text: Buffer | string): void {
    if (performance.now() < this.#failedAt + reopenDelayMs) return;
    this.#file ??= this.#open();
    this.#file.write(text);
  }

  #open(): WriteStream {
    const file = createWriteStream(this.#path, { flags: "a", mode: 0o600 });
    file.on("error", (error: NodeJS.ErrnoException) => {
      this.#file = undefined;
      this.#failedAt = performance.now();
      reportDiskFault(error, this.#report);
    });
    return file;
  }

  close(): Promise<void> {
    const file = this.#file;
    return new Promise((resolve) => (file && !file.errored ? file.end(resolve) : resolve()));
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
