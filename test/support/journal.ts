import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { journalItem } from "#shared/commands/journal.ts";
import { registrationItem } from "#shared/commands/registration-item.ts";
import type { Change, RegistrationChange } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { newId } from "#shared/store/ids.ts";
import type { Item, Table } from "#shared/store/table.ts";
import { aRegistration, secretariat } from "./builders.ts";

/** A journal item as the stream brings it. */
export const recordOf = (item: Item, index: number): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: String(index + 1),
    NewImage: item as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"],
  },
});

/** Items as they are, 25 at a time. */
export async function putAll({ client, name }: Table, items: readonly Item[]): Promise<void> {
  for (let begin = 0; begin < items.length; begin += 25) {
    const puts = items.slice(begin, begin + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: puts } }));
  }
}

/** The history of one registration as the committer would write it: so many changes, a second apart. */
export function historyOf(conference: Conference, changes: number, begin: number) {
  const first = aRegistration(conference);
  const items: Item[] = [];
  let before: Registration | undefined;
  for (let version = 1; version <= changes; version += 1) {
    const changeId = newId();
    const after = { ...first, version, lastChange: changeId };
    const at = new Date(begin + version * 1_000).toISOString();
    items.push(journalItem(changeTo(conference, { ...(before && { before }), after }, at), changeId));
    before = after;
  }
  return { items, registration: registrationItem(conference, before ?? first) };
}

const changeTo = ({ conferenceId }: Conference, step: RegistrationChange, at: string): Change => ({
  conferenceId,
  at,
  actor: secretariat,
  action: step.before ? "return" : "submit",
  ...(step.before && { reason: "The name on the letter is another one." }),
  registrations: [step],
  mails: [{ kind: "received", registrationId: step.after.registrationId }],
  admission: "public",
});
