import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { toJournalItem } from "#shared/commands/journal.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Item, Table } from "#shared/dynamodb/table.ts";
import { listUnsettledChanges, loadQueuedEmails } from "#shared/email/outbox.repository.ts";
import type { Change } from "#shared/model/change.ts";
import type { EmailStatus } from "#shared/model/email.ts";
import { createDeliverer } from "../../../functions/email-outbox/email-delivery.ts";
import { handleOutboxEvent } from "../../../functions/email-outbox/handle.ts";
import { Random } from "../random.ts";
import { deliverWithFaults } from "../stream-faults.ts";
import { CrashingSandbox, SandboxCrash } from "./mortal.ts";

/** How many mails, and how bad the day. */
export interface StormOptions {
  readonly mails: number;
  readonly seed: number;
  /** How often each stream record comes, at least. */
  readonly times: number;
  /** The share of the invocations in which the sandbox ends, at some point. */
  readonly crashes: number;
}

/** What became of the mails. */
export interface StormResult {
  readonly promised: number;
  readonly crashed: number;
  readonly sweeps: number;
  /** How often SES took each mail, and how the table says it stands. */
  readonly mails: readonly { readonly emailId: string; readonly times: number; readonly standing: EmailStatus }[];
  readonly seconds: number;
}

const lambdaContext = { getRemainingTimeInMillis: () => 600_000 };

const toStreamRecord = (item: Item, index: number): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: String(index + 1),
    NewImage: item as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"],
  },
});

/** Changes that promise a mail each, as a transaction would have written them. */
export async function queueEmails({ client, name }: Table, count: number, at: string): Promise<Item[]> {
  const change = (): Change => ({
    conferenceId: "storm",
    at,
    actor: { kind: "public" },
    action: "submit",
    registrations: [],
    emails: [{ kind: "received", registrationId: createId() }],
    admission: "public",
  });
  const items = Array.from({ length: count }, () => toJournalItem(change(), createId()));
  for (let begin = 0; begin < count; begin += 25) {
    const batch = items.slice(begin, begin + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: batch } }));
  }
  return items;
}

/**
 * Promises mails, brings each record several times, out of order, to sandboxes that end at random, and sweeps until
 * nothing is left. Time goes by a minute for each sweep, so leases end.
 * @param send gives a mail to SES; its recipient is the mail's identifier
 * @param timesOf how often SES took a mail
 */
export async function runStorm(
  table: Table,
  { mails, seed, times, crashes }: StormOptions,
  send: (raw: Uint8Array, to: string) => Promise<string>,
  timesOf: (mailId: string) => number,
): Promise<StormResult> {
  const began = Date.now();
  const random = new Random(seed);
  let [now, crashed, sweeps] = [Date.now(), 0, 0];
  const items = await queueEmails(table, mails, new Date(now).toISOString());
  const handler = async (event: Parameters<ReturnType<typeof handleOutboxEvent>>[0]) => {
    const mortal = new CrashingSandbox(random, crashes);
    const reached = mortal.table(table);
    const write = async ({ emailId }: { emailId: string }) => ({ raw: Buffer.from(emailId), to: emailId });
    const post = {
      table: reached,
      write,
      send: (raw: Uint8Array, to: string) => mortal.call(() => send(raw, to)),
      sendToDeadLetterQueue: async () => {},
      now: () => now,
    };
    const answer = await handleOutboxEvent(
      reached,
      createDeliverer(post),
      () => now,
    )(event, lambdaContext).catch(() => undefined);
    crashed += mortal.isDead ? 1 : 0;
    if (mortal.isDead || !answer) throw new SandboxCrash();
    return answer;
  };
  const faults = { batchSize: 10, duplicate: 0.2, replay: 0.1, shuffle: 0.3, overtake: 0.2, retries: 2 };
  const records = items.map(toStreamRecord);
  await Promise.all(
    Array.from({ length: times }, (_, shard) =>
      deliverWithFaults(shard === 0 ? records : random.shuffle(records), handler, { ...faults, seed: seed + shard }),
    ),
  );
  const isLeft = async () => !(await listUnsettledChanges(table, "9999").next()).done;
  for (; sweeps < 40 && (await isLeft()); sweeps += 1) {
    now += 95_000;
    await handler({ sweep: true }).catch(() => undefined);
  }
  const ids = items.map((item) => item["changeId"]?.S ?? "");
  const standing = (await Promise.all(ids.map((id) => loadQueuedEmails(table, id)))).flat();
  const ended = standing.map((mail) => ({
    emailId: mail.emailId,
    times: timesOf(mail.emailId),
    standing: mail.status,
  }));
  return { promised: mails, crashed, sweeps, mails: ended, seconds: (Date.now() - began) / 1000 };
}
