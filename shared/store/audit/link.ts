import { digestOf } from "../ids.ts";
import { keys } from "../keys.ts";
import { type Item, keyOf, N, number, S, text } from "../table.ts";

/** One change's place in the audit chain of its conference. */
export interface Link {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly changeId: string;
  /** SHA-256 of the entry and its salt: it says nothing of an entry whose salt is gone, and proves one whose salt is there. */
  readonly commitment: string;
  /** SHA-256 of this link and the one before it. */
  readonly hash: string;
}

/** The end of a chain; `sequence` 0 before its first link. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

export const noLinks: Head = { sequence: 0, hash: "" };

/**
 * A commitment to all of a journal item that never changes: what was done, when, to whom, by whom and why, and which
 * mails it promised. How the mails stand changes, and isn't in it.
 */
export function commitmentOf(item: Item): string {
  const mails = Object.entries(item["mails"]?.M ?? {}).map(([name, mail]) => [name, mail.M?.["intent"]?.S ?? ""]);
  const promises = mails.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)).flat();
  const parts = ["salt", "changeId", "conferenceId", "at", "data"].map((name) => item[name]?.S ?? "");
  return digestOf("entry", ...parts, ...promises);
}

/** The link that follows `head`. */
export function nextLink(conferenceId: string, head: Head, changeId: string, commitment: string): Link {
  const sequence = head.sequence + 1;
  return { sequence, changeId, commitment, hash: hashOf(conferenceId, head.hash, { sequence, changeId, commitment }) };
}

export const hashOf = (
  conferenceId: string,
  previous: string,
  { sequence, changeId, commitment }: Omit<Link, "hash">,
): string => digestOf("link", conferenceId, previous, String(sequence), changeId, commitment);

export const linkItem = (conferenceId: string, { sequence, changeId, commitment, hash }: Link): Item => ({
  ...keyOf(keys.auditLink(conferenceId, changeId)),
  entity: S("audit-link"),
  changeId: S(changeId),
  sequence: N(sequence),
  commitment: S(commitment),
  hash: S(hash),
});

/** @throws Error for an item that isn't a link */
export const linkOf = (item: Item): Link => ({
  sequence: number(item, "sequence"),
  changeId: text(item, "changeId"),
  commitment: text(item, "commitment"),
  hash: text(item, "hash"),
});

/**
 * The changes that an entry follows on its registrations. An entry that somebody has made unreadable names none: what
 * was done to it shows in its commitment.
 */
export function previousOf(item: Item): string[] {
  try {
    const { registrations } = JSON.parse(text(item, "data")) as {
      registrations: readonly { readonly previous?: string }[];
    };
    return registrations.flatMap(({ previous }) => previous ?? []);
  } catch {
    return [];
  }
}
