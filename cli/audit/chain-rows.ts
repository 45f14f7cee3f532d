import { parseChainHead } from "#shared/audit/chain.repository.ts";
import { type ChainHead, type ChainLink, emptyChainHead, parseChainLink } from "#shared/audit/chain-link.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import { readItems } from "./read-items.ts";

/** The rows of a chain. */
export interface ChainRows {
  /** That of an empty chain if it is missing or can't be read. */
  readonly head: ChainHead;
  readonly links: readonly ChainLink[];
  /** Each row that can't be read, in one sentence. */
  readonly unreadable: readonly string[];
}

/** Reads the rows of a chain. */
export function parseChainRows(head: Item | undefined, links: readonly Item[]): ChainRows {
  const heads = readItems(head ? [head] : [], (item) => requirePossibleNumber(parseChainHead(item)));
  const { results, faults } = readItems(links, (item) => requirePossibleNumber(parseChainLink(item)));
  const [knownHead = emptyChainHead] = heads.results;
  return { head: knownHead, links: results, unreadable: [...heads.faults, ...faults] };
}

/** A number that no link can have would hide links, or make millions of gaps. @throws Error for such a number */
function requirePossibleNumber<Row extends ChainHead>(row: Row): Row {
  if (Number.isSafeInteger(row.sequence) && row.sequence >= 1) return row;
  throw new Error("its sequence is no whole number from 1");
}
