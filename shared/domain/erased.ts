/** Why somebody is erased, in one of a few words: a sentence about a person would outlive them in the history. */
export const erasureReasons = [
  "at-their-request",
  "registered-by-mistake",
  "ordered-by-law",
  "retention-over",
] as const;
export type ErasureReason = (typeof erasureReasons)[number];

/** How much was found of a person beside the registration itself, and is gone or says nothing any more. */
export interface Traces {
  /** Entries of the history that told why, or to whom. */
  readonly entries: number;
  /** Files handed in. */
  readonly documents: number;
  /** Kept openings of a name or a document that said why. */
  readonly openings: number;
  readonly proposals: number;
  /** Versions of the list of participants that named them. */
  readonly lists: number;
  readonly suppressions: number;
  /** The note of the badge that was printed; receipts from before these were erased have none. */
  readonly prints?: number;
}

/** Nobody stands behind this registration any more. The proof of that, too. */
export interface Erasure {
  readonly begunAt: string;
  readonly because: ErasureReason;
  /** By what the rest is found; gone when all is done. */
  readonly left?: { readonly address?: string; readonly documents: readonly string[] };
  readonly doneAt?: string;
  readonly traces?: Traces;
}
