import { setTimeout as sleep } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Item } from "#shared/dynamodb/table.ts";
import { openSystemTable } from "./tokens.ts";
import type { AuthorizationFixture } from "./world.ts";

/** Sorts the attributes, because the database returns them in any order. */
const sortAttributes = (_: string, value: unknown) =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The sort keys of the waiting list's lease, and of the published word for free seats. */
const changesByItself: ReadonlySet<string> = new Set(["LEASE", "SEATS"]);

/**
 * Every item that belongs to the world, as text, by its key. Those that change by themselves are left out.
 */
async function loadFixtureItems({ subjects }: AuthorizationFixture): Promise<Map<string, string>> {
  const ids = [...subjects.values()].flatMap((each) => [
    each.conferenceId,
    each.delegationId,
    each.registrationId,
    each.documentId,
    each.jobId,
  ]);
  const found = new Map<string, string>();
  const { client, name } = openSystemTable();
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey }));
    for (const item of page.Items ?? []) {
      const [key, text] = [`${item["PK"]?.S} ${item["SK"]?.S}`, JSON.stringify(item, sortAttributes)];
      if (!changesByItself.has(item["SK"]?.S ?? "") && ids.some((id) => text.includes(id))) found.set(key, text);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

const toText = (items: Map<string, string>) => JSON.stringify([...items].toSorted());

/** Whether the history has a link for each change, so that the stream consumer of the audit has finished. */
function isHistoryChained(items: Map<string, string>): boolean {
  const keys = [...items.keys()];
  const linked = new Set(keys.map((key) => key.split(" LINK#")[1]));
  const changes = keys.flatMap((key) => /^JOURNAL#(\S+) JOURNAL$/.exec(key)?.[1] ?? []);
  return changes.every((id) => linked.has(id));
}

/** Reads the items once nothing is pending: no email to send, no seat to give, no change to add to the chain. */
export async function loadItemsAtRest(world: AuthorizationFixture): Promise<Map<string, string>> {
  for (let before = await loadFixtureItems(world); ; ) {
    await sleep(500);
    const after = await loadFixtureItems(world);
    if (toText(before) === toText(after) && !toText(after).includes("OUTBOX#") && isHistoryChained(after)) return after;
    before = after;
  }
}

/** The keys of the items that were added, removed or changed. */
export function listChangedKeys(before: Map<string, string>, after: Map<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key));
}
