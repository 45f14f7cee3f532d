import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mayGoOn } from "./child.ts";
import { progress } from "./report.ts";

interface Stored {
  readonly quick: boolean;
  readonly startedAt: string;
  facts: unknown;
  sections: unknown[];
  readonly cells: Record<string, unknown>;
}

const folder = join(".palais", "bench");

/** The measurements of one run, each under its name, on the disk as soon as it is done. */
export class Results {
  readonly file: string;
  readonly #stored: Stored;

  private constructor(file: string, stored: Stored) {
    this.file = file;
    this.#stored = stored;
  }

  /** A new run; or, to resume, the last one of the same size, whose finished measurements stand. */
  static open(suite: string, quick: boolean, resume: boolean): Results {
    mkdirSync(folder, { recursive: true });
    const earlier = resume ? Results.#last(suite, quick) : undefined;
    if (earlier) return earlier;
    const startedAt = new Date().toISOString();
    const file = join(folder, `${suite}-${startedAt.slice(0, 19).replaceAll(":", "")}.json`);
    return new Results(file, { quick, startedAt, facts: {}, sections: [], cells: {} });
  }

  static #last(suite: string, quick: boolean): Results | undefined {
    const names = readdirSync(folder).filter((name) => name.startsWith(`${suite}-2`) && name.endsWith(".json"));
    for (const name of names.toSorted().reverse()) {
      const file = join(folder, name);
      const stored = JSON.parse(readFileSync(file, "utf8")) as Stored;
      if (stored.quick === quick) return new Results(file, { ...stored, sections: [] });
    }
    return undefined;
  }

  /** The measurement of this name: as it was made before, or made now and kept. */
  async cell<T>(name: string, measure: () => Promise<T>): Promise<T> {
    const known = this.#stored.cells[name];
    if (known !== undefined) return known as T;
    mayGoOn();
    progress(name);
    const found = await measure();
    this.#stored.cells[name] = found;
    this.#write();
    return found;
  }

  keepFacts(facts: unknown): void {
    this.#stored.facts = facts;
    this.#write();
  }

  keepSection(section: unknown): void {
    this.#stored.sections.push(section);
    this.#write();
  }

  /** Under another name first: whoever stops the run in the middle finds the last whole file. */
  #write(): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(this.#stored, undefined, 1));
    renameSync(`${this.file}.new`, this.file);
  }
}
