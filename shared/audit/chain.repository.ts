import { parseJournalEntry, type QueuedEmail, toEmailStatusAttributes } from "#shared/commands/journal.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  getItem,
  getNumber,
  getString,
  type Item,
  ifAbsent,
  ifEquals,
  N,
  pauseBeforeRetry,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  updateItem,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Actor } from "#shared/model/actor.ts";
import { type Action, toEmailSubject } from "#shared/model/change.ts";
import {
  type ChainHead,
  type ChainLink,
  computeCommitment,
  createNextLink,
  emptyChainHead,
  getPreviousChangeIds,
  toChainLinkItem,
} from "./chain-link.ts";

/** The number of links that one transaction writes, together with the head. */
const linksPerTransaction = 90;

/**
 * Adds journal items to the audit chain of their conference. An entry that is in the chain already keeps its link. The
 * changes of a registration are chained in their order: previous changes that are not chained yet are loaded and go
 * first; otherwise entries are ordered by time. Each transaction requires the head that was read, so that concurrent
 * calls never fork the chain.
 * @returns the new head
 * @throws DomainError `too-busy` at the deadline
 */
export async function chainEntries(
  table: Table,
  conferenceId: string,
  items: readonly Item[],
  deadline: Deadline,
): Promise<ChainHead> {
  for (let attempt = 1; ; attempt += 1) {
    const head = await loadChainHead(table, conferenceId);
    const missing = sortByPrecedence(await loadUnchainedPredecessors(table, conferenceId, items));
    const newHead = await appendInOrder(table, conferenceId, head, missing, deadline);
    if (newHead) return newHead;
    await pauseBeforeRetry(attempt, deadline);
  }
}

/** @returns the new head; `undefined` if another call has changed the chain */
async function appendInOrder(
  table: Table,
  conferenceId: string,
  from: ChainHead,
  items: readonly Item[],
  deadline: Deadline,
) {
  let head = from;
  for (let start = 0; start < items.length; start += linksPerTransaction) {
    const batch = items.slice(start, start + linksPerTransaction);
    const next = await appendLinks(table, conferenceId, head, batch, deadline);
    if (!next) return undefined;
    head = next;
  }
  return head;
}

/** Loads the head of the chain, read consistently. */
export async function loadChainHead(table: Table, conferenceId: string): Promise<ChainHead> {
  const item = await getItem(table, keys.auditHead(conferenceId));
  return item ? parseChainHead(item) : emptyChainHead;
}

export const parseChainHead = (item: Item): ChainHead => ({
  sequence: getNumber(item, "sequence"),
  hash: getString(item, "hash"),
});

const getChangeId = (item: Item) => getString(item, "changeId");

/** The entries that are not chained, and their previous changes that are not chained either. */
async function loadUnchainedPredecessors(table: Table, conferenceId: string, items: readonly Item[]): Promise<Item[]> {
  const unchained = new Map<string, Item>();
  let batch = await filterUnchained(table, conferenceId, items);
  while (batch.length > 0) {
    for (const item of batch) unchained.set(getChangeId(item), item);
    const previous = [...new Set(batch.flatMap(getPreviousChangeIds))].filter((id) => !unchained.has(id));
    batch = await filterUnchained(table, conferenceId, await batchGetItems(table, previous.map(keys.journal)));
  }
  return [...unchained.values()];
}

async function filterUnchained(table: Table, conferenceId: string, items: readonly Item[]): Promise<Item[]> {
  const linkKeys = [...new Set(items.map(getChangeId))].map((id) => keys.auditLink(conferenceId, id));
  const links = await batchGetItems(table, linkKeys);
  const chained = new Set(links.map(getChangeId));
  return items.filter((item) => !chained.has(getChangeId(item)));
}

/** Sorts by time, but always after the previous changes of an entry, whatever the clocks of the functions were. */
function sortByPrecedence(items: readonly Item[]): Item[] {
  const remaining = new Map(items.toSorted(compareByTime).map((item) => [getChangeId(item), item]));
  const ordered: Item[] = [];
  const append = (item: Item) => {
    if (!remaining.delete(getChangeId(item))) return;
    for (const id of getPreviousChangeIds(item)) {
      const previous = remaining.get(id);
      if (previous) append(previous);
    }
    ordered.push(item);
  };
  for (const item of [...remaining.values()]) append(item);
  return ordered;
}

const toTimeSortKey = (item: Item) => `${getString(item, "at")}#${getChangeId(item)}`;

const compareByTime = (a: Item, b: Item) => (toTimeSortKey(a) < toTimeSortKey(b) ? -1 : 1);

async function appendLinks(
  table: Table,
  conferenceId: string,
  head: ChainHead,
  items: readonly Item[],
  deadline: Deadline,
) {
  const links: ChainLink[] = [];
  for (const item of items)
    links.push(createNextLink(conferenceId, links.at(-1) ?? head, getChangeId(item), computeCommitment(item)));
  const last = links.at(-1) ?? head;
  const writes = [
    buildHeadWrite(table, conferenceId, head, last),
    ...links.map((link) => buildLinkWrite(table, conferenceId, link)),
  ];
  const failure = await writeTransaction(table, writes, deadline);
  return failure ? undefined : last;
}

function buildHeadWrite(
  { name }: Table,
  conferenceId: string,
  before: ChainHead,
  after: ChainHead,
): TransactionWrite<"chained-meanwhile"> {
  const Item = {
    ...toItemKey(keys.auditHead(conferenceId)),
    entity: S("audit-head"),
    sequence: N(after.sequence),
    hash: S(after.hash),
  };
  const ifUnchanged = before.sequence === 0 ? ifAbsent : ifEquals("hash", S(before.hash));
  return { item: { Put: { TableName: name, Item, ...ifUnchanged } }, onConditionFailed: "chained-meanwhile" };
}

const buildLinkWrite = (
  { name }: Table,
  conferenceId: string,
  link: ChainLink,
): TransactionWrite<"chained-meanwhile"> => ({
  item: { Put: { TableName: name, Item: toChainLinkItem(conferenceId, link), ...ifAbsent } },
  onConditionFailed: "chained-meanwhile",
});

/**
 * Erases the reason, the delegate, the facts of the e-mails and the salt from a journal entry; action and time stay. The
 * chain still verifies, because it contains a commitment that discloses nothing without the salt.
 * @param erasedBy the change that records the erasure; the audit requires it to be in the chain
 */
export async function eraseJournalEntry(table: Table, changeId: string, erasedBy: string): Promise<void> {
  const item = await getItem(table, keys.journal(changeId));
  if (!item || item["erasedBy"]) return;
  const { actor, action, registrations, emails } = parseJournalEntry(item);
  if (erasureActions.has(action)) return;
  const data = { actor: anonymizeActor(actor), action, registrations };
  const hasEmails = emails.length > 0;
  await updateItem(table, keys.journal(changeId), {
    expression: `SET #data = :data, erasedBy = :by${hasEmails ? ", mails = :mails" : ""} REMOVE salt, answer, requestDigest`,
    names: { "#data": "data" },
    values: {
      ":data": S(JSON.stringify(data)),
      ":by": S(erasedBy),
      ...(hasEmails && { ":mails": { M: buildErasedEmails(emails) } }),
    },
  });
}

/** Entries without personal data, which prove the erasure of others. They are not erased. */
const erasureActions: ReadonlySet<Action> = new Set<Action>(["erase", "complete-erasure"]);

/** Members of staff stay named, because the history records their actions. */
const anonymizeActor = (actor: Actor): Actor => (actor.kind === "delegate" ? { kind: "public" } : actor);

/** The e-mails with their kind, recipient and delivery state only. */
const buildErasedEmails = (emails: readonly QueuedEmail[]) =>
  Object.fromEntries(
    emails.map(({ emailId, intent, status }) => {
      const { kind } = intent;
      const M = { intent: S(JSON.stringify({ ...toEmailSubject(intent), kind })), ...toEmailStatusAttributes(status) };
      return [`m${emailId.split(".")[1]}`, { M }];
    }),
  );
