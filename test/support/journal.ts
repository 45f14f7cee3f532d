import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { toRegistrationListing } from "#shared/capacity/waiting-list.rules.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { type Item, openTable, type Table } from "#shared/dynamodb/table.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { deriveFieldChangeWrites } from "#shared/registrations/field-changes.repository.ts";
import { toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { buildRegistration, secretariatActor } from "./builders.ts";

/** A journal item as the stream brings it. */
export const toStreamRecord = (item: Item, index: number): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: String(index + 1),
    NewImage: item as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"],
  },
});

/** Items as they are, 25 at a time. */
export async function putItems({ client, name }: Table, items: readonly Item[]): Promise<void> {
  for (let begin = 0; begin < items.length; begin += 25) {
    const puts = items.slice(begin, begin + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: puts } }));
  }
}

/** The history of one registration as the committer would write it: so many changes, a second apart. */
export function buildHistory(conference: Conference, changes: number, begin: number) {
  const first = buildRegistration(conference);
  const items: Item[] = [];
  let before: Registration | undefined;
  for (let version = 1; version <= changes; version += 1) {
    const changeId = createId();
    const after = { ...first, version, lastChange: changeId };
    const at = new Date(begin + version * 1_000).toISOString();
    items.push(toJournalItem(buildChange(conference, { ...(before && { before }), after }, at), changeId));
    before = after;
  }
  const last = before ?? first;
  return { items, registration: toRegistrationItem(last, toRegistrationListing(conference, last)) };
}

/** As `buildHistory`, of a registration whose name is corrected twice: also the items with the values. */
export function buildCorrectedHistory(conference: Conference, begin: number) {
  const first = buildRegistration(conference);
  const entries: Item[] = [];
  const values: Item[] = [];
  let before: Registration | undefined;
  for (const [index, givenName] of ["Amina", "Emina", "Imina"].entries()) {
    const changeId = createId();
    const person = { ...first.person, givenName };
    const after = { ...first, person, version: index + 1, lastChange: changeId };
    const step = { ...(before && { before }), after };
    const change = buildChange(conference, step, new Date(begin + index * 1_000).toISOString());
    entries.push(toJournalItem(change, changeId));
    for (const { item } of deriveFieldChangeWrites(openTable(""), change))
      if (item.Put?.Item) values.push(item.Put.Item);
    before = after;
  }
  const last = before ?? first;
  return { entries, values, registration: toRegistrationItem(last, toRegistrationListing(conference, last)) };
}

const buildChange = ({ conferenceId }: Conference, step: RegistrationChange, at: string): Change => ({
  conferenceId,
  at,
  actor: secretariatActor,
  action: step.before ? "return" : "submit",
  ...(step.before && { reason: "The name on the letter is another one." }),
  registrations: [step],
  emails: [{ kind: "received", registrationId: step.after.registrationId }],
  admission: "public",
});
