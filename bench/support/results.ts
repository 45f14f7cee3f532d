import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assertNotStopped } from "./worker.ts";

interface Stored {
  readonly quick: boolean;
  readonly startedAt: string;
  machine: unknown;
  sections: unknown[];
  /** Each finished measurement by its name. */
  readonly cells: Record<string, unknown>;
}

const folder = join(".palais", "bench");

/** Reports progress on standard error, so that the report on standard output stays clean. */
const logProgress = (text: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

/** The measurements of one run, each written to disk under its name as soon as it is done. */
export class Results {
  readonly file: string;
  readonly #stored: Stored;

  private constructor(file: string, stored: Stored) {
    this.file = file;
    this.#stored = stored;
  }

  /** Starts a new run, or resumes the last run of the same size and keeps its finished measurements. */
  static open(suite: string, quick: boolean, resume: boolean): Results {
    mkdirSync(folder, { recursive: true });
    const earlier = resume ? Results.#findLast(suite, quick) : undefined;
    if (earlier) return earlier;
    const startedAt = new Date().toISOString();
    const file = join(folder, `${suite}-${startedAt.slice(0, 19).replaceAll(":", "")}.json`);
    return new Results(file, { quick, startedAt, machine: {}, sections: [], cells: {} });
  }

  static #findLast(suite: string, quick: boolean): Results | undefined {
    const names = readdirSync(folder).filter((name) => name.startsWith(`${suite}-2`) && name.endsWith(".json"));
    for (const name of names.toSorted().reverse()) {
      const file = join(folder, name);
      const stored = JSON.parse(readFileSync(file, "utf8")) as Stored;
      if (stored.quick === quick) return new Results(file, { ...stored, sections: [] });
    }
    return undefined;
  }

  /** Returns the stored measurement of this name, or measures and stores it. */
  async cell<T>(name: string, measure: () => Promise<T>): Promise<T> {
    const known = this.#stored.cells[name];
    if (known !== undefined) return known as T;
    assertNotStopped();
    logProgress(name);
    const measured = await measure();
    this.#stored.cells[name] = measured;
    this.#write();
    return measured;
  }

  /** Measures each name once a round, in alternating order, so that a slow minute of the machine doesn't favour one. */
  async rounds<Name extends string, T>(
    label: string,
    names: readonly Name[],
    rounds: number,
    measure: (name: Name, round: number) => Promise<T>,
  ): Promise<Map<Name, T[]>> {
    const measured = new Map<Name, T[]>(names.map((name) => [name, []]));
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of round % 2 === 1 ? names : names.toReversed()) {
        const cell = await this.cell(`${label}, round ${round}, ${name}`, () => measure(name, round));
        measured.get(name)?.push(cell);
      }
    }
    return measured;
  }

  keepMachine(machine: unknown): void {
    this.#stored.machine = machine;
    this.#write();
  }

  keepSection(section: unknown): void {
    this.#stored.sections.push(section);
    this.#write();
  }

  /** Writes under another name first: a run that is stopped in the middle leaves the last whole file. */
  #write(): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(this.#stored, undefined, 1));
    renameSync(`${this.file}.new`, this.file);
  }
}
