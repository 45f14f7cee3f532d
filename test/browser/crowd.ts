import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { registrationItem } from "#shared/commands/registration-item.ts";
import { decide } from "#shared/domain/accreditation.ts";
import { badgeLives } from "#shared/domain/entry/badge.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { deriveCheckInWrites } from "#shared/store/gate-rows.ts";
import { newId } from "#shared/store/ids.ts";
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
    const context = { actor: secretariat, at: noon };
    const [step] = decide(open, pools(open), before, { decision: "approve" }, context).registrations;
    if (!step) throw new Error("nobody was approved");
    const after: Registration = { ...step.after, version: 2, badgeLives: badgeLives(before, step.after, noon) };
    return after;
  });
  const items: Item[] = confirmed.flatMap((after) => [
    registrationItem(conference, after),
    ...deriveCheckInWrites(table, { conferenceId, registrations: [{ after }] }).flatMap(({ item }) =>
      item.Put?.Item ? [item.Put.Item] : [],
    ),
  ]);
  if (items.length !== 2 * people) throw new Error("not everybody has a badge");
  for (let from = 0; from < items.length; from += 25) await put(table, items.slice(from, from + 25));
  return confirmed.map(({ registrationId }) => registrationId);
}

const day = 86_400_000;

/**
 * So many people in the queue, one applied every minute: each tenth is approved and has a place. The rows that the
 * queue is read from and nothing besides: no place is counted, no mail promised, and nobody waits whom the line would seat.
 */
export async function queueAt(table: Table, conferenceId: string, people: number): Promise<void> {
  const conference = await loadConference(table, conferenceId);
  const open = { ...conference, registration: { opensAt: noon, closesAt: "2099-01-01T00:00:00.000Z" } };
  const began = Date.now() - 30 * day;
  const applied = { states: aRegistration(open, { category: "member-state" }), others: aRegistration(open) };
  const items = Array.from({ length: people }, (_, index) => {
    const { person, ...form } = index % 5 === 0 ? applied.states : applied.others;
    const who = { registrationId: newId(), person: { ...person, familyName: `Person ${index + 1}` } };
    const submittedAt = new Date(began + index * 60_000).toISOString();
    const isApproved = index % 10 === 9;
    const standing: Partial<Registration> = isApproved
      ? {
          accreditation: { state: "approved", at: submittedAt, by: "secretariat-1" },
          seat: { state: "held", since: submittedAt },
        }
      : { seat: { state: "none" } };
    return registrationItem(conference, { ...form, ...who, submittedAt, ...standing });
  });
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25));
  for (let from = 0; from < batches.length; from += 8)
    await Promise.all(batches.slice(from, from + 8).map((batch) => put(table, batch)));
}

async function put({ client, name }: Table, items: readonly Item[]): Promise<void> {
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: puts } }));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error("not all rows were written");
}
