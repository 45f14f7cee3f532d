/** Why a person is erased: a fixed code, because a free text about the person would remain in the history. */
export const erasureReasons = [
  "at-their-request",
  "registered-by-mistake",
  "ordered-by-law",
  "retention-over",
  "import-undone",
] as const;
export type ErasureReason = (typeof erasureReasons)[number];

/** The number of records about a person, beside the registration, that were deleted or anonymized. */
export interface ErasureReport {
  /** History entries that contained a reason or an address. */
  readonly entries: number;
  /** Uploaded files. */
  readonly documents: number;
  /** Access log entries, of a name or a document, that contained a reason. */
  readonly openings: number;
  readonly proposals: number;
  /** Versions of the list of participants that contained the person. */
  readonly lists: number;
  readonly suppressions: number;
  /** Notes, and changes of tags and assignee. Absent in older reports. */
  readonly annotations?: number;
  /** Records of printed badges. Absent in older reports. */
  readonly prints?: number;
  /** The draft and the published programme, as far as they named the person. Absent in older reports. */
  readonly programmes?: number;
}

/** The erasure of the person of a registration, and its proof. */
export interface Erasure {
  readonly startedAt: string;
  readonly reason: ErasureReason;
  /** What is needed to find the remaining records; absent when the erasure is complete. */
  readonly remaining?: { readonly address?: string; readonly documents: readonly string[] };
  readonly completedAt?: string;
  readonly report?: ErasureReport;
}
