import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { decide } from "#shared/domain/accreditation.ts";
import { badgeLives } from "#shared/domain/entry/badge.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { badgeWrites } from "#shared/store/gate-rows.ts";
import { registrationItem } from "#shared/store/registration-item.ts";
import type { Item, Table } from "#shared/store/table.ts";
import { aRegistration, noon, pools, secretariat } from "../support/builders.ts";

/**
 * So many people who are confirmed and have a badge: by the rules, and in the rows that gates read. No place is counted
 * and no mail promised, for a crowd takes minutes that way, and no gate asks for either.
 */
export async function crowdAt(table: Table, conferenceId: string, people: number): Promise<string[]> {
  const conference = await loadConference(table, conferenceId);
  const open = { ...conference, registration: { opensAt: noon, closesAt: "2099-01-01T00:00:00.000Z" } };
  const confirmed = Array.from({ length: people }, () => {
    const before = aRegistration(open, { category: "ngo" });
    const occasion = { actor: secretariat, at: noon };
    const [step] = decide(open, pools(open), before, { decision: "approve" }, occasion).steps;
    if (!step) throw new Error("nobody was approved");
    const after: Registration = { ...step.after, version: 2, badgeLives: badgeLives(before, step.after, noon) };
    return after;
  });
  const items: Item[] = confirmed.flatMap((after) => [
    registrationItem(conference, after),
    ...badgeWrites(table, [{ after }]).flatMap(({ item }) => (item.Put?.Item ? [item.Put.Item] : [])),
  ]);
  if (items.length !== 2 * people) throw new Error("not everybody has a badge");
  for (let from = 0; from < items.length; from += 25) await put(table, items.slice(from, from + 25));
  return confirmed.map(({ registrationId }) => registrationId);
}

async function put({ client, name }: Table, items: readonly Item[]): Promise<void> {
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: puts } }));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error("not all rows were written");
}
