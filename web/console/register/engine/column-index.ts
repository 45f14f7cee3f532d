import { formatFeedTime } from "#shared/feed/feed-columns.rules.ts";
import { toLocalDay } from "#shared/model/time.ts";
import { normalizeForSearch } from "#shared/text/compare-text.ts";
import type { Cell } from "./numbered-page.ts";
import { createRangeTest, parseRangeValue } from "./time-range.ts";

/** How a column is ordered, searched and counted. */
export interface ColumnSpec {
  readonly key: string;
  /** `text`: as the reader's language orders the shown texts. `value`: as numbers, such as times in ms. */
  readonly order: "text" | "value";
  /** The shown texts of values, such as the titles of categories. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly isSearched?: boolean;
  /** What separates the values of a cell that has several. */
  readonly separator?: string;
  /** The time zone by whose days times are filtered and counted. They can also be filtered by ranges (`TimeRange`). */
  readonly dayIn?: string;
}

/** The value by which a cell is filtered; empty for a cell without a value. */
const toValue = (cell: Cell): string => (cell === null ? "" : String(cell));

const compareValues = (a: Cell, b: Cell): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [one, other] = [toValue(a), toValue(b)];
  return one < other ? -1 : Number(one > other);
};

/**
 * One column of all rows. Each distinct cell has a code, and texts are compared, normalized and split once per code instead
 * of once per row.
 */
export class ColumnIndex {
  readonly spec: ColumnSpec;
  /** The code of each row, by its slot. */
  codes = new Uint32Array(256);
  readonly #cells: Cell[] = [];
  readonly #codeOf = new Map<Cell, number>();
  readonly #collator: Intl.Collator;
  /** By code; computed on demand. */
  readonly #searchTexts: string[] = [];
  readonly #values: (readonly string[])[] = [];
  /** The codes of cells with a value, in order. */
  #sorted: number[] = [];
  /** How many codes are in `#sorted` and `#ranks`. */
  #rankedCodes = 0;
  #ranks = new Uint32Array(0);
  #rankCount = 0;

  constructor(spec: ColumnSpec, collator: Intl.Collator) {
    this.spec = spec;
    this.#collator = collator;
  }

  /** The number of distinct cells that the column has had. */
  get codeCount(): number {
    return this.#cells.length;
  }

  set(slot: number, cell: Cell): void {
    if (slot >= this.codes.length) {
      const larger = new Uint32Array(Math.max(slot + 1, this.codes.length * 2));
      larger.set(this.codes);
      this.codes = larger;
    }
    const value = cell === "" ? null : cell;
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      code = this.#cells.length;
      this.#cells.push(value);
      this.#codeOf.set(value, code);
    }
    this.codes[slot] = code;
  }

  /** The whole cell as one value; a time in RFC 3339. */
  getValue(code: number): string {
    const cell = this.#cells[code] ?? null;
    return this.spec.dayIn !== undefined && typeof cell === "number" ? formatFeedTime(cell) : toValue(cell);
  }

  /** The values of a cell by which it is filtered and counted; an empty one if it has none. */
  listValues(code: number): readonly string[] {
    this.#values[code] ??= this.#splitValues(this.getValue(code));
    return this.#values[code];
  }

  #splitValues(value: string): readonly string[] {
    const { separator, dayIn } = this.spec;
    if (value === "") return [value];
    if (separator !== undefined) return [...new Set(value.split(separator))];
    return [dayIn === undefined ? value : toLocalDay(value, dayIn)];
  }

  /** For each code, 1 if its cell has one of the values or is in one of the ranges. */
  matchValues(wanted: readonly string[]): Uint8Array {
    const values = new Set(wanted);
    const tests = this.listRanges(wanted).flatMap((value) => {
      const range = parseRangeValue(value);
      return range ? [createRangeTest(range)] : [];
    });
    const isInRange = (code: number) => tests.length > 0 && tests.some((test) => test(this.getValue(code)));
    return this.#mark((code) => this.listValues(code).some((each) => values.has(each)) || isInRange(code));
  }

  /** The ranges among values to filter by; none in a column without times. */
  listRanges(wanted: readonly string[]): readonly string[] {
    return this.spec.dayIn === undefined ? [] : wanted.filter((value) => parseRangeValue(value) !== undefined);
  }

  /** For each code, 1 if its text contains the normalized word. */
  matchWord(word: string): Uint8Array {
    return this.#mark((code) => this.#getSearchText(code).includes(word));
  }

  #mark(matches: (code: number) => boolean): Uint8Array {
    const marks = new Uint8Array(this.#cells.length);
    for (let code = 0; code < marks.length; code += 1) marks[code] = Number(matches(code));
    return marks;
  }

  #getSearchText(code: number): string {
    this.#searchTexts[code] ??= normalizeForSearch(`${this.#getText(code)} ${this.getValue(code)}`);
    return this.#searchTexts[code];
  }

  #getText(code: number): string {
    const value = this.getValue(code);
    const { texts, separator } = this.spec;
    if (!texts) return value;
    if (separator === undefined) return texts[value] ?? value;
    return value
      .split(separator)
      .map((each) => texts[each] ?? each)
      .join(" ");
  }

  /** The ranks by code, equal for equal texts; cells without a value have the last one, `rankCount`. */
  getRanks(): { readonly ranks: Uint32Array; readonly rankCount: number } {
    if (this.#rankedCodes < this.#cells.length) this.#rank();
    return { ranks: this.#ranks, rankCount: this.#rankCount };
  }

  /** Adds the codes that are new since the last time to those in order: sorting them all again takes much longer. */
  #rank(): void {
    const texts = this.#cells.map((_, code) => this.#getText(code));
    const compare =
      this.spec.order === "value"
        ? (a: number, b: number) => compareValues(this.#cells[a] ?? null, this.#cells[b] ?? null)
        : (a: number, b: number) => this.#collator.compare(texts[a] ?? "", texts[b] ?? "");
    const added: number[] = [];
    for (let code = this.#rankedCodes; code < this.#cells.length; code += 1)
      if (this.#cells[code] !== null) added.push(code);
    this.#sorted = mergeSorted(this.#sorted, added.toSorted(compare), compare);
    this.#ranks = new Uint32Array(this.#cells.length);
    this.#rankCount = 0;
    this.#sorted.forEach((code, index) => {
      const before = this.#sorted[index - 1];
      if (before !== undefined && compare(before, code) !== 0) this.#rankCount += 1;
      this.#ranks[code] = this.#rankCount;
    });
    if (this.#sorted.length > 0) this.#rankCount += 1;
    const blank = this.#codeOf.get(null);
    if (blank !== undefined) this.#ranks[blank] = this.#rankCount;
    this.#rankedCodes = this.#cells.length;
  }

  /** Computes what sorting and searching need, before someone waits for it. */
  prepare(): void {
    if (this.spec.order === "text") this.getRanks();
    if (this.spec.isSearched) for (let code = 0; code < this.#cells.length; code += 1) this.#getSearchText(code);
  }
}

type Compare = (a: number, b: number) => number;

/** Merges a few sorted codes into many, with one binary search for each. */
function mergeSorted(many: readonly number[], few: readonly number[], compare: Compare): number[] {
  const merged: number[] = [];
  let from = 0;
  for (const code of few) {
    const to = findInsertionIndex(many, code, from, compare);
    for (let index = from; index < to; index += 1) merged.push(many[index] ?? 0);
    merged.push(code);
    from = to;
  }
  for (let index = from; index < many.length; index += 1) merged.push(many[index] ?? 0);
  return merged;
}

/** The place of a code behind all that are not greater. */
function findInsertionIndex(sorted: readonly number[], code: number, from: number, compare: Compare): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle] ?? 0, code) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
