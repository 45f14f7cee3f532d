import { setTimeout as sleep } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Item } from "#shared/store/table.ts";
import { table } from "./tokens.ts";
import type { World } from "./world.ts";

/** The attributes in one order, whatever order the database gives them in. */
const inOrder = (_: string, value: unknown) =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Every item that has to do with the world, as text, by its key; the line's lease comes and goes by itself. */
async function itemsOf({ subjects }: World): Promise<Map<string, string>> {
  const ids = [...subjects.values()].flatMap((each) => [
    each.conferenceId,
    each.delegationId,
    each.registrationId,
    each.documentId,
    each.jobId,
  ]);
  const found = new Map<string, string>();
  const { client, name } = table();
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey }));
    for (const item of page.Items ?? []) {
      const [key, text] = [`${item["PK"]?.S} ${item["SK"]?.S}`, JSON.stringify(item, inOrder)];
      if (item["SK"]?.S !== "LEASE" && ids.some((id) => text.includes(id))) found.set(key, text);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

const asOne = (items: Map<string, string>) => JSON.stringify([...items].toSorted());

/** Whether the history has a link for every change: then the records have followed. */
function areChained(items: Map<string, string>): boolean {
  const keys = [...items.keys()];
  const linked = new Set(keys.map((key) => key.split(" LINK#")[1]));
  const changes = keys.flatMap((key) => /^JOURNAL#(\S+) JOURNAL$/.exec(key)?.[1] ?? []);
  return changes.every((id) => linked.has(id));
}

/** The same, once nothing is under way any more: no mail to send, nobody to seat, no change to chain. */
export async function booksAtRest(world: World): Promise<Map<string, string>> {
  for (let before = await itemsOf(world); ; ) {
    await sleep(500);
    const after = await itemsOf(world);
    if (asOne(before) === asOne(after) && !asOne(after).includes("OUTBOX#") && areChained(after)) return after;
    before = after;
  }
}

/** The keys of the items that are new, gone or changed. */
export function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key));
}
