import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { toRegistrationListing } from "#shared/capacity/waiting-list.rules.ts";
import { updateBadgeValidityPeriods } from "#shared/check-in/check-in.rules.ts";
import { deriveCheckInWrites } from "#shared/check-in/check-in-writes.repository.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Item, Table } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { buildPools, buildRegistration, noon, secretariatActor } from "../../support/builders.ts";

/**
 * Writes confirmed people with a badge: by the domain rules, and in the rows that gates read. No seats are counted and
 * no emails queued: creating that many people through the API takes minutes, and gates read neither.
 */
export async function writeConfirmedPeople(table: Table, conferenceId: string, people: number): Promise<string[]> {
  const conference = await loadConference(table, conferenceId);
  const open = { ...conference, registration: { opensAt: noon, closesAt: "2099-01-01T00:00:00.000Z" } };
  const confirmed = Array.from({ length: people }, () => {
    const before = buildRegistration(open, { category: "ngo" });
    const context = { actor: secretariatActor, at: noon };
    const [step] = decideAccreditation(open, buildPools(open), before, { decision: "approve" }, context).registrations;
    if (!step) throw new Error("the person was not approved");
    const after: Registration = {
      ...step.after,
      version: 2,
      badgeValidityPeriods: updateBadgeValidityPeriods(before, step.after, noon),
    };
    return after;
  });
  const items: Item[] = confirmed.flatMap((after) => [
    toRegistrationItem(after, toRegistrationListing(conference, after)),
    ...deriveCheckInWrites(table, { conferenceId, registrations: [{ after }] }).flatMap(({ item }) =>
      item.Put?.Item ? [item.Put.Item] : [],
    ),
  ]);
  if (items.length !== 2 * people) throw new Error("not every person has a badge");
  for (let from = 0; from < items.length; from += 25) await writeBatch(table, items.slice(from, from + 25));
  return confirmed.map(({ registrationId }) => registrationId);
}

const msPerDay = 86_400_000;

/**
 * Writes people in the queue, one application per minute; each tenth is approved and has a seat. Only the rows that the
 * queue reads are written: no seats are counted, no emails queued, and no person is on the waiting list.
 */
export async function writeQueuedPeople(table: Table, conferenceId: string, people: number): Promise<void> {
  const conference = await loadConference(table, conferenceId);
  const open = { ...conference, registration: { opensAt: noon, closesAt: "2099-01-01T00:00:00.000Z" } };
  const firstAt = Date.now() - 30 * msPerDay;
  const applied = { states: buildRegistration(open, { category: "member-state" }), others: buildRegistration(open) };
  const items = Array.from({ length: people }, (_, index) => {
    const { person, ...form } = index % 5 === 0 ? applied.states : applied.others;
    const who = { registrationId: createId(), person: { ...person, familyName: `Person ${index + 1}` } };
    const submittedAt = new Date(firstAt + index * 60_000).toISOString();
    const isApproved = index % 10 === 9;
    const decision: Partial<Registration> = isApproved
      ? {
          accreditation: { state: "approved", at: submittedAt, by: "secretariat-1" },
          seat: { state: "held", since: submittedAt },
        }
      : { seat: { state: "none" } };
    const registration = { ...form, ...who, submittedAt, ...decision };
    return toRegistrationItem(registration, toRegistrationListing(conference, registration));
  });
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25));
  for (let from = 0; from < batches.length; from += 8)
    await Promise.all(batches.slice(from, from + 8).map((batch) => writeBatch(table, batch)));
}

async function writeBatch({ client, name }: Table, items: readonly Item[]): Promise<void> {
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: puts } }));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error("not all rows were written");
}
