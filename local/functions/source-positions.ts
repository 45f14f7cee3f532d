import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";

/** A position in a part of a bundle, such as `file:///var/task/index.mjs:2:1042`. */
const position = /(?:file:\/\/)?\/[^\s()"]*?([\w-]+\.mjs):(\d+):(\d+)/g;

/**
 * Turns positions in a function's minified bundle into positions in the sources, named from the root of the repository.
 * A map is read with the first position that needs it, for most functions never throw.
 */
export class SourcePositions {
  readonly #folder: string;
  readonly #maps = new Map<string, SourceMap | undefined>();

  /** @param folder the function's own folder of source maps */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns the text with each position replaced whose map is there and knows it */
  resolve(text: string): string {
    return text.replaceAll(position, (found, part: string, line: string, column: string) => {
      const entry = this.#map(part)?.findEntry(Number(line) - 1, Number(column) - 1);
      return entry && "originalSource" in entry && entry.originalSource
        ? `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
        : found;
    });
  }

  #map(part: string): SourceMap | undefined {
    if (!this.#maps.has(part)) this.#maps.set(part, readMap(path.join(this.#folder, `${part}.map`)));
    return this.#maps.get(part);
  }
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
