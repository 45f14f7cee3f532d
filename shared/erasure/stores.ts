import type { Documents } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/store/table.ts";

/** Where traces of people lie. */
export interface Stores {
  readonly table: Table;
  readonly documents: Documents;
}
