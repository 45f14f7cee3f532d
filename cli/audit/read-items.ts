import type { Item } from "#shared/dynamodb/table.ts";
import { describeKey } from "../../local/dynamodb/unreadable-rows.ts";
import { describeFault } from "../print.ts";

/** What is read from each item, and a sentence for each item that can't be read, which names its key. */
export function readItems<T>(
  items: readonly Item[],
  read: (item: Item) => T,
): { readonly results: T[]; readonly faults: string[] } {
  const results: T[] = [];
  const faults: string[] = [];
  for (const item of items) {
    try {
      results.push(read(item));
    } catch (error) {
      faults.push(`${describeKey(item)} can't be read: ${describeFault(error)}`);
    }
  }
  return { results, faults };
}
