import { Refusal } from "#shared/domain/refusal.ts";
import { keys } from "../keys.ts";
import { getItem, getItems, type Item, keyOf, N, number, S, type Table, text } from "../table.ts";
import { type Deadline, type Write, writeAll } from "../transaction.ts";
import { commitmentOf, type Head, type Link, linkItem, nextLink, noLinks, previousOf } from "./link.ts";

/** How many links one transaction writes, its head beside them. */
const together = 90;

/**
 * Adds journal items to the audit chain of their conference; one that is in it already stays where it is. The changes
 * of a registration are chained in the order in which they happened, be it that they came in another: what an entry
 * follows, and isn't chained yet, is fetched and goes first; otherwise the earlier goes first. Whoever writes links does so
 * from the head that it read, so that two at a time never make two chains.
 * @returns the head of the chain then
 * @throws Refusal `too-busy` at the deadline
 */
export async function chainEntries(
  table: Table,
  conferenceId: string,
  items: readonly Item[],
  deadline: Deadline,
): Promise<Head> {
  for (;;) {
    const head = await readHead(table, conferenceId);
    const missing = inOrder(await withPredecessors(table, conferenceId, items));
    const end = await chainInOrder(table, conferenceId, head, missing, deadline);
    if (end) return end;
    if (Date.now() >= deadline) throw new Refusal("too-busy");
  }
}

/** @returns the head of the chain then; none if somebody else was quicker */
async function chainInOrder(
  table: Table,
  conferenceId: string,
  from: Head,
  items: readonly Item[],
  deadline: Deadline,
) {
  let head = from;
  for (let begin = 0; begin < items.length; begin += together) {
    const next = await chainSome(table, conferenceId, head, items.slice(begin, begin + together), deadline);
    if (!next) return undefined;
    head = next;
  }
  return head;
}

/** The end of the chain as it is now. */
export async function readHead(table: Table, conferenceId: string): Promise<Head> {
  const item = await getItem(table, keys.auditHead(conferenceId));
  return item ? { sequence: number(item, "sequence"), hash: text(item, "hash") } : noLinks;
}

const changeIdOf = (item: Item) => text(item, "changeId");

/** Those that aren't chained, with what they follow that isn't chained either. */
async function withPredecessors(table: Table, conferenceId: string, items: readonly Item[]): Promise<Item[]> {
  const found = new Map<string, Item>();
  let wanted = await unchained(table, conferenceId, items);
  while (wanted.length > 0) {
    for (const item of wanted) found.set(changeIdOf(item), item);
    const before = [...new Set(wanted.flatMap(previousOf))].filter((id) => !found.has(id));
    wanted = await unchained(table, conferenceId, await getItems(table, before.map(keys.journal)));
  }
  return [...found.values()];
}

async function unchained(table: Table, conferenceId: string, items: readonly Item[]): Promise<Item[]> {
  const ids = [...new Set(items.map(changeIdOf))];
  const links = await getItems(
    table,
    ids.map((id) => keys.auditLink(conferenceId, id)),
  );
  const chained = new Set(links.map(changeIdOf));
  return items.filter((item) => !chained.has(changeIdOf(item)));
}

/** By time, and never before what an entry follows, whatever the clocks said. */
function inOrder(items: readonly Item[]): Item[] {
  const waiting = new Map(items.toSorted(byTime).map((item) => [changeIdOf(item), item]));
  const ordered: Item[] = [];
  const place = (item: Item) => {
    if (!waiting.delete(changeIdOf(item))) return;
    for (const id of previousOf(item)) {
      const before = waiting.get(id);
      if (before) place(before);
    }
    ordered.push(item);
  };
  for (const item of [...waiting.values()]) place(item);
  return ordered;
}

const timeOf = (item: Item) => `${text(item, "at")}#${changeIdOf(item)}`;

const byTime = (a: Item, b: Item) => (timeOf(a) < timeOf(b) ? -1 : 1);

async function chainSome(table: Table, conferenceId: string, head: Head, items: readonly Item[], deadline: Deadline) {
  const links: Link[] = [];
  for (const item of items)
    links.push(nextLink(conferenceId, links.at(-1) ?? head, changeIdOf(item), commitmentOf(item)));
  const last = links.at(-1) ?? head;
  const writes = [
    headWrite(table, conferenceId, head, last),
    ...links.map((link) => linkWrite(table, conferenceId, link)),
  ];
  const failure = await writeAll(table, writes, deadline);
  return failure ? undefined : last;
}

function headWrite({ name }: Table, conferenceId: string, before: Head, after: Head): Write<"chained-meanwhile"> {
  const Item = {
    ...keyOf(keys.auditHead(conferenceId)),
    entity: S("audit-head"),
    sequence: N(after.sequence),
    hash: S(after.hash),
  };
  const stillThere =
    before.sequence === 0
      ? { ConditionExpression: "attribute_not_exists(PK)" }
      : {
          ConditionExpression: "#hash = :was",
          ExpressionAttributeNames: { "#hash": "hash" },
          ExpressionAttributeValues: { ":was": S(before.hash) },
        };
  return { item: { Put: { TableName: name, Item, ...stillThere } }, otherwise: "chained-meanwhile" };
}

const linkWrite = ({ name }: Table, conferenceId: string, link: Link): Write<"chained-meanwhile"> => ({
  item: {
    Put: { TableName: name, Item: linkItem(conferenceId, link), ConditionExpression: "attribute_not_exists(PK)" },
  },
  otherwise: "chained-meanwhile",
});
