import { normalizeForSearch } from "#shared/text/compare-text.ts";
import { ColumnIndex, type ColumnSpec } from "./column-index.ts";
import type { NumberedPage } from "./numbered-page.ts";

/** Which rows are counted. */
export interface CountQuery {
  /** By column: a row has one of the values in each. An empty value stands for cells without one. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** The columns whose values are counted. */
  readonly counted: readonly string[];
}

/** Which rows are shown, and in which order. */
export interface RegisterQuery extends CountQuery {
  /** Words, each of which is contained in a searched column. */
  readonly text: string;
  readonly sort: { readonly column: string; readonly isDescending: boolean };
  /** The column whose equal cells stand together. */
  readonly group: string | undefined;
}

/** A value, and the number of rows that the other filters and the text leave with it. */
export type ValueCount = readonly [value: string, count: number];

/** By column, the values that rows have, and the ranges that they are filtered by. */
type ColumnCounts = Readonly<Record<string, readonly ValueCount[]>>;

export interface CountResult {
  /** The number of rows. */
  readonly found: number;
  readonly counts: ColumnCounts;
}

export interface RegisterResult {
  /** The slots of the shown rows in their order. */
  readonly order: Uint32Array;
  readonly total: number;
  readonly counts: ColumnCounts;
  /** The values of the grouped column in the order of the rows, each with the number of its rows. */
  readonly groups: readonly ValueCount[];
}

/** The column that orders rows which are equal otherwise. */
const nameColumn = "name";

/** Sorts, filters, groups, counts and searches the rows of the register. */
export class RegisterEngine {
  readonly #columns: ReadonlyMap<string, ColumnIndex>;
  /** By slot: whether there is a row. */
  readonly #isLive: boolean[] = [];
  #total = 0;
  /** The slots by name, until a row changes. */
  #byName: { readonly slots: Uint32Array; readonly places: Uint32Array } | undefined;

  constructor(specs: readonly ColumnSpec[], language: string) {
    const collator = new Intl.Collator(language);
    this.#columns = new Map(specs.map((spec) => [spec.key, new ColumnIndex(spec, collator)]));
  }

  apply({ columns, rows, slots, removed }: NumberedPage): void {
    this.#byName = undefined;
    const indexes = columns.map((key) => this.#columns.get(key));
    rows.forEach((row, at) => {
      const slot = slots[at] ?? 0;
      this.#setLive(slot, true);
      for (let index = 0; index < indexes.length; index += 1) indexes[index]?.set(slot, row[index] ?? null);
    });
    for (const slot of removed) this.#setLive(slot, false);
  }

  #setLive(slot: number, isLive: boolean): void {
    this.#total += Number(isLive) - Number(this.#isLive[slot] ?? false);
    this.#isLive[slot] = isLive;
  }

  /** Computes what the first query would otherwise wait for, one column at a time. */
  *prepare(): Generator<void> {
    for (const column of this.#columns.values()) {
      column.prepare();
      yield;
    }
  }

  run({ sort, group, ...query }: RegisterQuery): RegisterResult {
    const { found, counts } = this.#find(query);
    const grouping = group === undefined ? undefined : this.#columns.get(group);
    const order = this.#sort(found, sort, grouping);
    return { order, total: this.#total, counts, groups: grouping ? listGroups(order, grouping) : [] };
  }

  /** Counts the rows that each query finds. */
  count(queries: readonly CountQuery[]): readonly CountResult[] {
    return queries.map((query) => {
      const { found, counts } = this.#find({ text: "", ...query });
      return { found: found.length, counts };
    });
  }

  #find({ text, filters, counted }: Pick<RegisterQuery, "text" | "filters" | "counted">) {
    const passesText = this.#createTextTest(text);
    const filtering = this.#listFilters(filters);
    const counters = counted.flatMap((key) => {
      const column = this.#columns.get(key);
      return column ? [{ column, counts: new Uint32Array(column.codeCount) }] : [];
    });
    const found: number[] = [];
    for (let slot = 0; slot < this.#isLive.length; slot += 1) {
      if (!this.#isLive[slot] || !passesText(slot)) continue;
      const failure = findFailure(filtering, slot);
      if (failure === "none") found.push(slot);
      if (failure !== "several") countValues(counters, slot, failure);
    }
    const sums = counters.map(({ column, counts }): [string, readonly ValueCount[]] => {
      const { key } = column.spec;
      return [key, [...sumValues(column, counts), ...sumRanges(column, counts, filters[key] ?? [])]];
    });
    return { found, counts: Object.fromEntries(sums) };
  }

  #listFilters(filters: RegisterQuery["filters"]): ColumnFilter[] {
    return Object.entries(filters).flatMap(([key, values]) => {
      const column = values.length > 0 && this.#columns.get(key);
      return column ? [{ column, mask: column.matchValues(values) }] : [];
    });
  }

  #createTextTest(text: string): (slot: number) => boolean {
    const words = normalizeForSearch(text).split(/\s+/u).filter(Boolean);
    if (words.length === 0) return () => true;
    const searched = [...this.#columns.values()].filter(({ spec }) => spec.isSearched);
    const matches = words.map((word) => searched.map((column) => ({ column, mask: column.matchWord(word) })));
    return (slot) =>
      matches.every((columns) => columns.some(({ column, mask }) => mask[column.codes[slot] ?? 0] === 1));
  }

  /** Sorts by group, by the column, and by name. Rows without a value come last, also in descending order. */
  #sort(
    found: readonly number[],
    { column: key, isDescending }: RegisterQuery["sort"],
    grouping: ColumnIndex | undefined,
  ): Uint32Array {
    const { slots, places } = this.#listByName();
    const column = this.#columns.get(key);
    const { ranks, rankCount } = column?.getRanks() ?? noRanks;
    const group = grouping?.getRanks() ?? noRanks;
    const capacity = this.#isLive.length;
    // One number for group, rank and place by name: exact up to 200,000 rows, each with values of its own. Loops, because
    // `from` with a function takes several times as long.
    const keys = new Float64Array(found.length);
    for (let index = 0; index < found.length; index += 1) {
      const slot = found[index] ?? 0;
      const rank = ranks[column?.codes[slot] ?? 0] ?? 0;
      const ordered = isDescending && rank < rankCount ? rankCount - 1 - rank : rank;
      const grouped = group.ranks[grouping?.codes[slot] ?? 0] ?? 0;
      keys[index] = (grouped * (rankCount + 1) + ordered) * capacity + (places[slot] ?? 0);
    }
    return toSlots(keys.sort(), capacity, slots);
  }

  #listByName(): { readonly slots: Uint32Array; readonly places: Uint32Array } {
    if (this.#byName) return this.#byName;
    const capacity = this.#isLive.length;
    const names = this.#columns.get(nameColumn);
    const { ranks } = names?.getRanks() ?? noRanks;
    const keys = new Float64Array(capacity);
    for (let slot = 0; slot < capacity; slot += 1) keys[slot] = (ranks[names?.codes[slot] ?? 0] ?? 0) * capacity + slot;
    const slots = toSlots(keys.sort(), capacity);
    const places = new Uint32Array(capacity);
    for (let place = 0; place < capacity; place += 1) places[slots[place] ?? 0] = place;
    this.#byName = { slots, places };
    return this.#byName;
  }
}

/**
 * The slots that sorted keys end with, each of which is less than the number of slots.
 * @param slots by place, if the keys end with places
 */
function toSlots(keys: Float64Array, capacity: number, slots?: Uint32Array): Uint32Array {
  const found = new Uint32Array(keys.length);
  for (let index = 0; index < keys.length; index += 1) {
    const at = (keys[index] ?? 0) % capacity;
    found[index] = slots ? (slots[at] ?? 0) : at;
  }
  return found;
}

interface ColumnFilter {
  readonly column: ColumnIndex;
  /** By code: 1 if the cell passes. */
  readonly mask: Uint8Array;
}

/** @returns the column of the only filter that a row fails */
function findFailure(filters: readonly ColumnFilter[], slot: number): ColumnIndex | "none" | "several" {
  let failure: ColumnIndex | "none" = "none";
  for (const { column, mask } of filters) {
    if (mask[column.codes[slot] ?? 0]) continue;
    if (failure !== "none") return "several";
    failure = column;
  }
  return failure;
}

interface ColumnCounter {
  readonly column: ColumnIndex;
  /** By code. */
  readonly counts: Uint32Array;
}

/** The values of a column are counted as if it had no filter: they are what one can choose instead. */
function countValues(counters: readonly ColumnCounter[], slot: number, failure: ColumnIndex | "none"): void {
  for (const { column, counts } of counters) {
    if (failure !== "none" && failure !== column) continue;
    const code = column.codes[slot] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

const noRanks = { ranks: new Uint32Array(0), rankCount: 0 };

/** The number of rows per value, from the number of rows per code. */
function sumValues(column: ColumnIndex, counts: Uint32Array): readonly ValueCount[] {
  const sums = new Map<string, number>();
  counts.forEach((count, code) => {
    if (count > 0) for (const value of column.listValues(code)) sums.set(value, (sums.get(value) ?? 0) + count);
  });
  return [...sums];
}

/** The number of rows in each range that the column is filtered by. */
const sumRanges = (column: ColumnIndex, counts: Uint32Array, wanted: readonly string[]): readonly ValueCount[] =>
  column.listRanges(wanted).map((range) => {
    const mask = column.matchValues([range]);
    return [range, counts.reduce((sum, count, code) => sum + count * (mask[code] ?? 0), 0)];
  });

function listGroups(order: Uint32Array, column: ColumnIndex): readonly ValueCount[] {
  const { ranks } = column.getRanks();
  const groups: [value: string, count: number][] = [];
  let last: number | undefined;
  for (const slot of order) {
    const code = column.codes[slot] ?? 0;
    const group = groups.at(-1);
    if (group && ranks[code] === last) group[1] += 1;
    else groups.push([column.getValue(code), 1]);
    last = ranks[code];
  }
  return groups;
}
