import {
  type ChainHead,
  type ChainLink,
  computeCommitment,
  computeLinkHash,
  emptyChainHead,
  getPreviousChangeIds,
} from "#shared/audit/chain-link.ts";
import { computeValuesDigest, type JournalEntry } from "#shared/commands/journal.ts";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { type Item, parseData } from "#shared/dynamodb/table.ts";
import { describeFault } from "../print.ts";
import type { ChainRows } from "./chain-rows.ts";

/** The history of one conference, as it is in the table. */
export interface AuditRecords extends ChainRows {
  readonly conferenceId: string;
  /** Whether the conference has a row. From its creation on, it has a history, too. */
  readonly isKnown: boolean;
  /**
   * The number of the last link when the links were read. A running system may have added links since the head was read;
   * a link beyond this one was not added by Palais.
   */
  readonly lastSequence: number;
  /** The journal items, by change. */
  readonly entries: ReadonlyMap<string, Item>;
  /** The last change of each registration, by registration id. */
  readonly lastChanges: ReadonlyMap<string, string>;
  /** The values that changes altered in registrations, by the key of their item. */
  readonly fieldChanges: ReadonlyMap<string, Item>;
  /** The registrations whose erasure has begun: it deletes their values before it erases the entries. */
  readonly erasedRegistrations: ReadonlySet<string>;
}

/** The result of verifying a history. */
export interface AuditReport {
  readonly conferenceId: string;
  readonly entries: number;
  readonly head: ChainHead;
  /** Chained entries whose personal data was erased. Their position is proven, their content is not. */
  readonly erasedEntries: number;
  /** Entries that the stream consumer has not chained yet. */
  readonly pendingEntries: number;
  /** Each fault in one sentence; empty if the history is complete and unaltered. */
  readonly differences: readonly string[];
}

/** The stream consumer has discarded an entry that is not chained after this time, in ms. */
const maxChainingDelayMs = 3_600_000;

/**
 * Verifies that no chained entry was altered, removed or moved. An entry that is not chained yet can't be verified, but
 * its existence can: each change names the previous change of each registration.
 * @param now in ms since 1970
 * @param recordedHead a head of the chain that was recorded before, `NUMBER:HASH`. An attacker with write access to the
 * table could replace the whole chain, but the replaced chain would not contain this head.
 */
export function verifyChain(records: AuditRecords, now: number, recordedHead?: string): AuditReport {
  const { conferenceId, head, entries } = records;
  // Without a head all links are verified, so that a damaged head hides no altered entry.
  const isHeadKnown = head.sequence > 0;
  const links = records.links
    .filter(({ sequence }) => !isHeadKnown || sequence <= head.sequence)
    .toSorted((a, b) => a.sequence - b.sequence);
  const chained = new Set(records.links.map(({ changeId }) => changeId));
  const proven = new Set(links.map(({ changeId }) => changeId));
  const late = [...entries].filter(([changeId]) => !proven.has(changeId));
  const lost = late.filter(
    // An entry without a time is none that waits.
    ([changeId, item]) => !chained.has(changeId) && !(Date.parse(item["at"]?.S ?? "") >= now - maxChainingDelayMs),
  );
  return {
    conferenceId,
    entries: entries.size,
    head,
    erasedEntries: links.filter(({ changeId }) => isErasedEntry(entries.get(changeId))).length,
    pendingEntries: late.length - lost.length,
    differences: [
      ...records.unreadable,
      ...(findWholeLoss(records) ?? [
        ...(!isHeadKnown && links.length > 0 ? ["the head of the chain is missing"] : []),
        ...findChainFaults(conferenceId, isHeadKnown ? head : undefined, links),
        ...findLinksBeyondHead(records),
        ...links.flatMap((link) => guardEntry(link.changeId, () => findEntryFaults(link, entries, chained))),
        ...findMissingEntries(records, chained),
        ...lost.map(([changeId]) => `entry ${changeId} was never chained`),
        ...findValueFaults(records),
      ]),
      ...(recordedHead === undefined || links.some(({ sequence, hash }) => `${sequence}:${hash}` === recordedHead)
        ? []
        : ["the chain does not contain the recorded head"]),
    ],
  };
}

/** One sentence instead of one for each entry, if all entries or all links are missing. */
function findWholeLoss({ isKnown, head, links, entries, lastChanges }: AuditRecords): string[] | undefined {
  const isExpected = isKnown || lastChanges.size > 0 || links.length > 0 || head.sequence > 0;
  if (entries.size === 0 && isExpected) return ["the whole history is missing"];
  if (links.length === 0 && head.sequence > 0) return [`the whole chain of ${head.sequence} links is missing`];
  return undefined;
}

/** Gaps, and links whose hash does not follow from the previous link. @param head undefined if it is unknown */
function findChainFaults(conferenceId: string, head: ChainHead | undefined, links: readonly ChainLink[]): string[] {
  const faults: string[] = [];
  let previous = emptyChainHead;
  for (const link of links) {
    faults.push(...describeGap(previous.sequence, link.sequence));
    if (link.sequence === previous.sequence) faults.push(`there are two links ${link.sequence}`);
    const follows = link.hash === computeLinkHash(conferenceId, previous.hash, link);
    if (!follows && link.sequence === previous.sequence + 1)
      faults.push(`link ${link.sequence} does not follow from the previous link`);
    previous = link;
  }
  if (!head) return faults;
  faults.push(...describeGap(previous.sequence, head.sequence + 1));
  if (previous.sequence === head.sequence && previous.hash !== head.hash)
    faults.push("the last link of the chain is not the one that its head names");
  return faults;
}

/** The links that are missing between two numbers: one sentence, however many they are. */
function describeGap(before: number, after: number): string[] {
  const [first, last] = [before + 1, after - 1];
  if (first > last) return [];
  return [first === last ? `link ${first} is missing` : `the links ${first} to ${last} are missing`];
}

/** A head that names an earlier link than the last one would leave the links after it, and their entries, unproven. */
function findLinksBeyondHead({ head, links, lastSequence }: AuditRecords): string[] {
  if (head.sequence === 0) return [];
  const beyond = links.filter(({ sequence }) => sequence > lastSequence);
  return beyond.map(({ sequence }) => `link ${sequence} is beyond the head of the chain, which is ${lastSequence}`);
}

const isErasedEntry = (item: Item | undefined): boolean =>
  item?.["erasedBy"] !== undefined && item["salt"] === undefined;

/** One entry that can't be read does not hide the others. */
function guardEntry(changeId: string, find: () => string[]): string[] {
  try {
    return find();
  } catch (error) {
    return [`entry ${changeId} can't be read: ${describeFault(error)}`];
  }
}

/** Whether the entry of a link exists and is unaltered. */
function findEntryFaults(
  { changeId, commitment }: ChainLink,
  entries: ReadonlyMap<string, Item>,
  chained: ReadonlySet<string>,
) {
  const item = entries.get(changeId);
  if (!item) return [`entry ${changeId} was removed`];
  if (isErasedEntry(item)) {
    const erasedBy = item["erasedBy"]?.S ?? "";
    const isProven = chained.has(erasedBy) && entries.has(erasedBy) && !isErasedEntry(entries.get(erasedBy));
    return isProven ? [] : [`entry ${changeId} was erased by a change that is missing from the history`];
  }
  return computeCommitment(item) === commitment ? [] : [`entry ${changeId} was altered`];
}

/** Changes that a registration or a later change names, but that do not exist. */
function findMissingEntries({ entries, lastChanges }: AuditRecords, chained: ReadonlySet<string>): string[] {
  const referenced = [...[...entries.values()].flatMap(getPreviousChangeIds), ...lastChanges.values()];
  const missing = new Set(referenced.filter((id) => !entries.has(id) && !chained.has(id)));
  return [...missing].map((id) => `entry ${id} was removed`);
}

/** What an entry says about the values that it altered in registrations. An unreadable entry says nothing. */
export function listProvenValues(item: Item): { readonly registrationId: string; readonly valuesDigest: string }[] {
  try {
    const { registrations } = parseData<Pick<JournalEntry, "registrations">>(item);
    return registrations.flatMap(({ registrationId, valuesDigest }) =>
      valuesDigest === undefined ? [] : [{ registrationId, valuesDigest }],
    );
  } catch {
    return [];
  }
}

/** Values that were altered, removed or exchanged since their change, or that no change names. */
function findValueFaults({ entries, fieldChanges, erasedRegistrations }: AuditRecords): string[] {
  const named = new Set<string>();
  const faults = [...entries].flatMap(([changeId, item]) =>
    listProvenValues(item).flatMap(({ registrationId, valuesDigest }) => {
      const key = serializeKey(keys.fieldChanges(registrationId, changeId));
      named.add(key);
      const [values, salt] = [fieldChanges.get(key), item["salt"]?.S];
      if (erasedRegistrations.has(registrationId) || salt === undefined) return [];
      if (!values) return [`the values of entry ${changeId} were removed from registration ${registrationId}`];
      const isProven =
        values["changeId"]?.S === changeId &&
        computeValuesDigest(salt, registrationId, values["data"]?.S ?? "") === valuesDigest;
      return isProven ? [] : [`the values of entry ${changeId} were altered in registration ${registrationId}`];
    }),
  );
  const unnamed = [...fieldChanges.keys()].filter((key) => !named.has(key));
  return [...faults, ...unnamed.map((key) => `the values ${key} are of no entry`)];
}
