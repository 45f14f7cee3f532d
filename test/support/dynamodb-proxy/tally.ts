/** What the proxy did, to tell a test that its faults really happened. */
export interface Tally {
  /** Every call that arrived, in order, with the number of items that it names: `TransactWriteItems 4`. */
  readonly calls: string[];
  /** TransactWriteItems that arrived, whatever became of them. */
  attempts: number;
  /** Those that no fault kept from the table, or that met a conflict before it. */
  transactions: number;
  conflicts: number;
  /** Conflicts by the item they were met on: `<PK> <SK>`. */
  readonly conflictsByKey: Map<string, number>;
  conflictsBesideFailures: number;
  inProgress: number;
  throttledKeys: number;
  throttledTable: number;
  /** Writes refused because a partition key was over its rate. */
  overCapacity: number;
  laggingReads: number;
  staleReads: number;
  serverErrors: number;
  unavailable: number;
  resets: number;
  dropped: number;
  truncated: number;
  duplicates: number;
  lateAnswers: number;
  lateArrivals: number;
}

export const emptyTally = (): Tally => ({
  calls: [],
  attempts: 0,
  transactions: 0,
  conflicts: 0,
  conflictsByKey: new Map(),
  conflictsBesideFailures: 0,
  inProgress: 0,
  throttledKeys: 0,
  throttledTable: 0,
  overCapacity: 0,
  laggingReads: 0,
  staleReads: 0,
  serverErrors: 0,
  unavailable: 0,
  resets: 0,
  dropped: 0,
  truncated: 0,
  duplicates: 0,
  lateAnswers: 0,
  lateArrivals: 0,
});

/** Counts a conflict, and the items it was met on. */
export function countConflict(tally: Tally, items: readonly string[]): void {
  tally.conflicts += 1;
  for (const item of items) tally.conflictsByKey.set(item, (tally.conflictsByKey.get(item) ?? 0) + 1);
}
