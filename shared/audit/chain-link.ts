import { computeDigest, keys } from "#shared/dynamodb/keys.ts";
import { getNumber, getString, type Item, N, parseData, S, toItemKey } from "#shared/dynamodb/table.ts";

/** The link of one change in the audit chain of its conference. */
export interface ChainLink {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly changeId: string;
  /** SHA-256 of the entry and its salt. It proves the entry, and discloses nothing once the salt is erased. */
  readonly commitment: string;
  /** SHA-256 of this link and the previous hash. */
  readonly hash: string;
}

/** The last link of a chain; `sequence` is 0 for an empty chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const emptyChainHead: ChainHead = { sequence: 0, hash: "" };

/**
 * A commitment to the immutable part of a journal item: its key, action, time, subject, actor, reason and queued
 * e-mails. With the key, the contents of two items cannot change places. It excludes the delivery state of the e-mails,
 * because that changes.
 */
export function computeCommitment(item: Item): string {
  const emails = Object.entries(item["mails"]?.M ?? {}).map(([name, email]) => [name, email.M?.["intent"]?.S ?? ""]);
  const sortedEmails = emails.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)).flat();
  const fields = ["PK", "SK", "salt", "changeId", "conferenceId", "at", "data"].map((name) => item[name]?.S ?? "");
  return computeDigest("entry", ...fields, ...sortedEmails);
}

/** The link that follows `head`. */
export function createNextLink(conferenceId: string, head: ChainHead, changeId: string, commitment: string): ChainLink {
  const sequence = head.sequence + 1;
  return {
    sequence,
    changeId,
    commitment,
    hash: computeLinkHash(conferenceId, head.hash, { sequence, changeId, commitment }),
  };
}

export const computeLinkHash = (
  conferenceId: string,
  previous: string,
  { sequence, changeId, commitment }: Omit<ChainLink, "hash">,
): string => computeDigest("link", conferenceId, previous, String(sequence), changeId, commitment);

export const toChainLinkItem = (conferenceId: string, { sequence, changeId, commitment, hash }: ChainLink): Item => ({
  ...toItemKey(keys.auditLink(conferenceId, changeId)),
  entity: S("audit-link"),
  changeId: S(changeId),
  sequence: N(sequence),
  commitment: S(commitment),
  hash: S(hash),
});

/** @throws Error for an item that is not a link */
export const parseChainLink = (item: Item): ChainLink => ({
  sequence: getNumber(item, "sequence"),
  changeId: getString(item, "changeId"),
  commitment: getString(item, "commitment"),
  hash: getString(item, "hash"),
});

/**
 * The previous changes of the registrations of an entry. An unreadable entry, which was tampered with, has none; its
 * commitment shows the tampering.
 */
export function getPreviousChangeIds(item: Item): string[] {
  try {
    const { registrations } = parseData<{
      registrations: readonly { readonly previous?: string }[];
    }>(item);
    return registrations.flatMap(({ previous }) => previous ?? []);
  } catch {
    return [];
  }
}
