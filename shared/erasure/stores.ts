import type { CommandStore } from "#shared/commands/command-store.ts";
import type { Documents } from "#shared/documents/bucket.ts";

/** Where traces of people lie. */
export interface Stores {
  readonly table: CommandStore;
  readonly documents: Documents;
}
