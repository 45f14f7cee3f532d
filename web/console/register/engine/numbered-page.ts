/** What a cell of the feed contains. */
export type Cell = string | number | boolean | null;

/** A registration, with a cell for each column of its page. */
export type FeedRow = readonly Cell[];

/** Rows that are new or changed, and those that are gone, by the numbers that the page gives them (`RegisterRows`). */
export interface NumberedPage {
  readonly columns: readonly string[];
  readonly rows: readonly FeedRow[];
  /** The number of each row. */
  readonly slots: readonly number[];
  /** The numbers of rows that are gone. No row gets them again. */
  readonly removed: readonly number[];
  /** Whether other pages follow at once, because the register is loading. */
  readonly hasMore: boolean;
}
