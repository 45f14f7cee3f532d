import { formatFeedTime, isFeedTime } from "#shared/feed/feed-columns.rules.ts";
import type { Cell, FeedRow, NumberedPage } from "../engine/numbered-page.ts";

/**
 * A part of the feed: registrations that are new or changed, and the identifiers of those that are gone, and of those that
 * are left out because their records are damaged.
 */
export interface RegisterPage {
  readonly columns: readonly string[];
  readonly rows: readonly FeedRow[];
  readonly removed: readonly string[];
  readonly damaged?: readonly string[] | undefined;
  /** Whether other parts follow at once. */
  readonly more?: boolean;
}

type PageListener = (page: NumberedPage) => void;

/**
 * The rows of the register, in memory only. Each has a number, its slot, which no other row gets later: an order of the
 * worker that is older than the rows never shows one person in the place of another.
 */
export class RegisterRows {
  readonly columns: readonly string[];
  readonly #damaged = new Set<string>();
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #idIndex: number;
  readonly #slots = new Map<string, number>();
  readonly #rows: (FeedRow | undefined)[] = [];
  readonly #listeners = new Set<PageListener>();
  #hasMore = false;

  constructor(columns: readonly string[]) {
    this.columns = columns;
    this.#indexes = new Map(columns.map((column, index) => [column, index]));
    this.#idIndex = columns.indexOf("registrationId");
  }

  get size(): number {
    return this.#slots.size;
  }

  /** The registrations that the feed leaves out because their records are damaged. */
  listDamaged(): readonly string[] {
    return [...this.#damaged];
  }

  apply({ rows, removed, damaged = [], more = false }: RegisterPage): void {
    for (const id of damaged) this.#damaged.add(id);
    const slots = rows.map((row) => this.#put(row));
    const released = removed.flatMap((id) => this.#release(id));
    if (slots.length === 0 && released.length === 0 && more === this.#hasMore) return;
    this.#hasMore = more;
    const page = { columns: this.columns, rows, slots, removed: released, hasMore: more };
    for (const listener of this.#listeners) listener(page);
  }

  /** Shows a change that the feed tells of later. @param changed the new cells by column */
  patch(id: string, changed: Readonly<Record<string, Cell>>): void {
    const before = this.#rows[this.#slots.get(id) ?? -1];
    if (!before) return;
    const row = this.columns.map((column, index) => changed[column] ?? before[index] ?? null);
    this.apply({ columns: this.columns, rows: [row], removed: [] });
  }

  #put(row: FeedRow): number {
    const id = String(row[this.#idIndex]);
    this.#damaged.delete(id);
    const slot = this.#slots.get(id) ?? this.#rows.length;
    this.#slots.set(id, slot);
    this.#rows[slot] = row;
    return slot;
  }

  #release(id: string): readonly number[] {
    const slot = this.#slots.get(id);
    if (slot === undefined) return [];
    this.#slots.delete(id);
    this.#rows[slot] = undefined;
    return [slot];
  }

  /** All rows, for a listener that begins now. */
  listAll(): NumberedPage {
    const slots = [...this.#slots.values()];
    return {
      columns: this.columns,
      rows: slots.map((slot) => this.#rows[slot] ?? []),
      slots,
      removed: [],
      hasMore: this.#hasMore,
    };
  }

  /** Calls the listener with each later page. @returns a function that ends it */
  listen(listener: PageListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  findSlot(id: string): number | undefined {
    return this.#slots.get(id);
  }

  find(slot: number): FeedRow | undefined {
    return this.#rows[slot];
  }

  /** The text of a cell, of a time in RFC 3339; empty without a value. */
  getText(row: FeedRow, column: string): string {
    const cell = row[this.#indexes.get(column) ?? -1];
    if (typeof cell === "number" && isFeedTime(column)) return formatFeedTime(cell);
    return cell === null || cell === undefined ? "" : String(cell);
  }
}
