import { type Item, text } from "../table.ts";
import { commitmentOf, type Head, hashOf, type Link, noLinks, previousOf } from "./link.ts";

/** Everything that the table holds of the history of one conference. */
export interface Books {
  readonly conferenceId: string;
  readonly head: Head;
  readonly links: readonly Link[];
  /** The journal items, by change. */
  readonly entries: ReadonlyMap<string, Item>;
  /** The change that wrote each registration as it is. */
  readonly lastChanges: ReadonlyMap<string, string>;
}

/** What the chain proves of the history. */
export interface Audit {
  readonly conferenceId: string;
  readonly entries: number;
  readonly head: Head;
  /** Entries that stand in the chain and whose people have been erased: their place is proven, their content gone. */
  readonly erased: number;
  /** Entries that the stream has yet to bring. */
  readonly onTheWay: number;
  /** Each fault in one sentence; none when the history is whole. */
  readonly differences: readonly string[];
}

/** An entry that isn't chained by then was given up by the stream, in ms. */
const longestWay = 3_600_000;

/**
 * Whether the history is as it was when it was chained: no entry altered, missing or in another place. An entry that isn't
 * chained yet can't be proven, but that it was there can: each change names the one before it on each registration.
 * @param now in ms
 * @param known an end of the chain as it was noted before, `NUMBER:HASH`: who can write the table could write all of
 * it anew, but not so that what somebody else has noted is still in it
 */
export function verify(books: Books, now: number, known?: string): Audit {
  const { conferenceId, head, entries } = books;
  const links = books.links
    .filter(({ sequence }) => sequence <= head.sequence)
    .toSorted((a, b) => a.sequence - b.sequence);
  const chained = new Set(books.links.map(({ changeId }) => changeId));
  const proven = new Set(links.map(({ changeId }) => changeId));
  const late = [...entries.values()].filter((item) => !proven.has(text(item, "changeId")));
  const lost = late.filter(
    (item) => !chained.has(text(item, "changeId")) && Date.parse(text(item, "at")) < now - longestWay,
  );
  return {
    conferenceId,
    entries: entries.size,
    head,
    erased: links.filter(({ changeId }) => isErased(entries.get(changeId))).length,
    onTheWay: late.length - lost.length,
    differences: [
      ...chainFaults(conferenceId, head, links),
      ...links.flatMap((link) => entryFaults(link, entries, chained)),
      ...missing(books, chained),
      ...(known === undefined || links.some(({ sequence, hash }) => `${sequence}:${hash}` === known)
        ? []
        : ["the chain doesn't hold the head that was noted"]),
      ...lost.map((item) => `entry ${text(item, "changeId")} was never chained`),
    ],
  };
}

/** Gaps, and links that don't follow from the one before them. */
function chainFaults(conferenceId: string, head: Head, links: readonly Link[]): string[] {
  const faults: string[] = [];
  let before = noLinks;
  for (const link of links) {
    for (let lost = before.sequence + 1; lost < link.sequence; lost += 1) faults.push(`link ${lost} is missing`);
    if (link.sequence === before.sequence) faults.push(`there are two links ${link.sequence}`);
    const follows = link.hash === hashOf(conferenceId, before.hash, link);
    if (!follows && link.sequence === before.sequence + 1)
      faults.push(`link ${link.sequence} doesn't follow from the one before it`);
    before = link;
  }
  for (let lost = before.sequence + 1; lost <= head.sequence; lost += 1) faults.push(`link ${lost} is missing`);
  if (before.sequence === head.sequence && before.hash !== head.hash)
    faults.push("the chain has another end than it says");
  return faults;
}

const isErased = (item: Item | undefined): boolean => item?.["erasedBy"] !== undefined && item["salt"] === undefined;

/** Whether the entry is there, and is what the link was made from. */
function entryFaults({ changeId, commitment }: Link, entries: ReadonlyMap<string, Item>, chained: ReadonlySet<string>) {
  const item = entries.get(changeId);
  if (!item) return [`entry ${changeId} was removed`];
  if (isErased(item)) {
    const by = entries.get(text(item, "erasedBy"));
    const isTrue = by && chained.has(text(by, "changeId")) && !isErased(by);
    return isTrue ? [] : [`entry ${changeId} was erased by a change that the history doesn't have`];
  }
  return commitmentOf(item) === commitment ? [] : [`entry ${changeId} was altered`];
}

/** Changes that a registration or a later change names, and that are nowhere. */
function missing({ entries, lastChanges }: Books, chained: ReadonlySet<string>): string[] {
  const named = [...entries.values()].flatMap(previousOf);
  const gone = new Set([...named, ...lastChanges.values()].filter((id) => !entries.has(id) && !chained.has(id)));
  return [...gone].map((id) => `entry ${id} was removed`);
}
