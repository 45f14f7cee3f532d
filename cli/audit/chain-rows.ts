import { parseChainHead } from "#shared/audit/chain.repository.ts";
import { type ChainHead, type ChainLink, emptyChainHead, parseChainLink } from "#shared/audit/chain-link.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import { describeKey } from "../../local/dynamodb/unreadable-rows.ts";
import { describeFault } from "../print.ts";

/** The rows of a chain. */
export interface ChainRows {
  /** That of an empty chain if it is missing or can't be read. */
  readonly head: ChainHead;
  readonly links: readonly ChainLink[];
  /** Each row that can't be read, in one sentence. */
  readonly unreadable: readonly string[];
}

/**
 * Reads the rows of a chain. A number that no link can have would hide links, or make millions of gaps, so its row counts
 * as one that can't be read.
 */
export function parseChainRows(head: Item | undefined, links: readonly Item[]): ChainRows {
  const unreadable: string[] = [];
  const read = <Row extends ChainHead>(item: Item, parse: (item: Item) => Row): Row[] => {
    try {
      const row = parse(item);
      if (Number.isSafeInteger(row.sequence) && row.sequence >= 1) return [row];
      unreadable.push(`${describeKey(item)} can't be read: its sequence is no whole number from 1`);
    } catch (error) {
      unreadable.push(`${describeKey(item)} can't be read: ${describeFault(error)}`);
    }
    return [];
  };
  const [knownHead = emptyChainHead] = head ? read(head, parseChainHead) : [];
  return { head: knownHead, links: links.flatMap((item) => read(item, parseChainLink)), unreadable };
}
