import type { RegisterResult, ValueCount } from "../engine/register-engine.ts";

/** A line of the table: a row, or the title above the rows of a group. */
export type LayoutLine =
  | { readonly kind: "row"; readonly slot: number }
  | { readonly kind: "group"; readonly value: string; readonly count: number };

/** The lines of the table by their index, from 0. */
export class RowLayout {
  readonly length: number;
  readonly #order: Uint32Array;
  readonly #groups: readonly ValueCount[];
  /** The line of each group. */
  readonly #starts: number[] = [];

  constructor({ order, groups }: Pick<RegisterResult, "order" | "groups">) {
    this.#order = order;
    this.#groups = groups;
    let line = 0;
    for (const [, count] of groups) {
      this.#starts.push(line);
      line += count + 1;
    }
    this.length = order.length + groups.length;
  }

  get rowCount(): number {
    return this.#order.length;
  }

  getLine(index: number): LayoutLine | undefined {
    const group = this.#starts.findLastIndex((start) => start <= index);
    const [value, count] = this.#starts[group] === index ? (this.#groups[group] ?? []) : [];
    if (value !== undefined && count !== undefined) return { kind: "group", value, count };
    const slot = this.#order[index - group - 1];
    return slot === undefined ? undefined : { kind: "row", slot };
  }

  /** The line of a row; -1 if the row is not shown. */
  findIndex(slot: number): number {
    const place = this.#order.indexOf(slot);
    if (place < 0) return -1;
    const group = this.#starts.findLastIndex((start, index) => start - index <= place);
    return place + group + 1;
  }

  /** The place of a row among the rows, from 0; -1 if the row is not shown. */
  findPlace(slot: number): number {
    return this.#order.indexOf(slot);
  }

  /** The row at a place among the rows. */
  getSlot(place: number): number | undefined {
    return place < 0 ? undefined : this.#order[place];
  }

  /** The rows between two lines, both included. */
  listSlots(from: number, to: number): number[] {
    const slots: number[] = [];
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const line = this.getLine(index);
      if (line?.kind === "row") slots.push(line.slot);
    }
    return slots;
  }

  listAllSlots(): readonly number[] {
    return [...this.#order];
  }
}
