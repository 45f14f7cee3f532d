/** What a cell of the feed contains. */
export type Cell = string | number | boolean | null;

/** A registration, with a cell for each column of its page. */
export type FeedRow = readonly Cell[];

/** A part of the feed: registrations that are new or changed, and the identifiers of those that are gone. */
export interface FeedPage {
  readonly columns: readonly string[];
  readonly rows: readonly FeedRow[];
  readonly removed: readonly string[];
}

/** The column with the identifier of the registration. */
export const idColumn = "registrationId";

/**
 * Numbers the registrations. Page and worker number them alike, because both apply the same pages in the same order. No
 * number is used again, so that an order that is older than the rows never shows one person in the place of another.
 */
export class RowSlots {
  readonly #slots = new Map<string, number>();
  #next = 0;

  /** The number of registrations. */
  get size(): number {
    return this.#slots.size;
  }

  /** One more than the highest number that was given. */
  get capacity(): number {
    return this.#next;
  }

  find(id: string): number | undefined {
    return this.#slots.get(id);
  }

  /** The number of a registration, a new one for a new registration. */
  assign(id: string): number {
    const found = this.#slots.get(id);
    if (found !== undefined) return found;
    this.#slots.set(id, this.#next);
    this.#next += 1;
    return this.#next - 1;
  }

  /** Forgets a registration. @returns the number that it had */
  release(id: string): number | undefined {
    const found = this.#slots.get(id);
    this.#slots.delete(id);
    return found;
  }
}
