import { keys } from "../keys.ts";
import { registrationOf } from "../registrations.ts";
import { everyItem } from "../scan.ts";
import { getItems, type Item, listAll, type Table, text } from "../table.ts";
import { readHead } from "./chain.ts";
import { linkOf, previousOf } from "./link.ts";
import { type Audit, type Books, verify } from "./verify.ts";

/**
 * Verifies the history of a conference: reads the whole table, so it is a tool for the operator and never part of a
 * request. On a system at work it takes the chain up to the head that it found first, and looks again for whatever the
 * rows name and the reading had passed by.
 * @param known an end of the chain as it was noted before, `NUMBER:HASH`
 */
export async function audit(table: Table, conferenceId: string, now: number, known?: string): Promise<Audit> {
  return verify(await readBooks(table, conferenceId), now, known);
}

/** The journal items that no link names. */
export async function unchainedEntries(table: Table, conferenceId: string): Promise<Item[]> {
  const { links, entries } = await readBooks(table, conferenceId);
  const chained = new Set(links.map(({ changeId }) => changeId));
  return [...entries].filter(([changeId]) => !chained.has(changeId)).map(([, item]) => item);
}

/** All that the table holds of the history. */
export async function readBooks(table: Table, conferenceId: string): Promise<Books> {
  const head = await readHead(table, conferenceId);
  const entries = new Map<string, Item>();
  const lastChanges = new Map<string, string>();
  for await (const item of everyItem(table)) {
    if (item["entity"]?.S === "journal" && item["conferenceId"]?.S === conferenceId) {
      entries.set(text(item, "changeId"), item);
    } else if (item["entity"]?.S === "registration") {
      const { conferenceId: of, registrationId, lastChange } = registrationOf(item);
      if (of === conferenceId && lastChange !== undefined) lastChanges.set(registrationId, lastChange);
    }
  }
  const rows = listAll(table, { partition: keys.auditHead(conferenceId).PK, prefix: "LINK#", consistent: true });
  const links = await Array.fromAsync(rows, linkOf);
  await addPassedBy(table, entries, [...links.map(({ changeId }) => changeId), ...lastChanges.values()]);
  return { conferenceId, head, links, entries, lastChanges };
}

/** Fetches what is named and wasn't seen, and what that names in turn. */
async function addPassedBy(table: Table, entries: Map<string, Item>, named: readonly string[]): Promise<void> {
  let wanted = [...new Set([...named, ...[...entries.values()].flatMap(previousOf)])].filter((id) => !entries.has(id));
  while (wanted.length > 0) {
    const items = await getItems(table, wanted.map(keys.journal));
    for (const item of items) entries.set(text(item, "changeId"), item);
    wanted = [...new Set(items.flatMap(previousOf))].filter((id) => !entries.has(id));
  }
}
