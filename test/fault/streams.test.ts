import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import { loadQueuedEmails } from "#shared/email/outbox.repository.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { createDeliverer } from "../../functions/email-outbox/email-delivery.ts";
import { createSesClient, createSesSender } from "../../functions/email-outbox/email-sender.ts";
import { handleOutboxEvent as handleMails } from "../../functions/email-outbox/handle.ts";
import { handleEvent as handleLine } from "../../functions/waiting-list/serve-waiting-list.ts";
import { type SesFaults, type SesProxy, startSesProxy } from "../support/ses-proxy.ts";
import { deliverWithFaults, type StreamFaults } from "../support/stream-faults.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { createConferenceWithFreeSeats } from "./write-paths.ts";

/** SES as far as the outbox knows it: takes every mail, and keeps to whom it was. */
const taken: string[] = [];
const ses = createServer(async (request, response) => {
  const asked = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString());
  const id = `message-${taken.push(asked.get("Destinations.member.1") ?? "")}`;
  const result = `<SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult>`;
  response.writeHead(200, { "content-type": "text/xml" });
  response.end(`<SendRawEmailResponse>${result}</SendRawEmailResponse>`);
});

let started: TestTable;
let proxy: SesProxy | undefined;
beforeAll(async () => {
  started = await startTable();
  await new Promise<void>((resolve) => ses.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  ses.close();
  await started.stop();
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const context = { getRemainingTimeInMillis: () => 25_000 };

const recordOf = (item: Item, index: number): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: String(index + 1),
    NewImage: item as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"],
  },
});

/** The journal of a conference as the stream would bring it, in the order of its changes. */
async function journalOf(conferenceId: string): Promise<DynamoDBRecord[]> {
  const { client, name } = started.table;
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
  const entries = Items.filter(({ entity, conferenceId: of }) => entity?.S === "journal" && of?.S === conferenceId);
  return entries.toSorted((a, b) => ((a["at"]?.S ?? "") < (b["at"]?.S ?? "") ? -1 : 1)).map(recordOf);
}

const changeIds = (records: readonly DynamoDBRecord[]) =>
  records.flatMap(({ dynamodb }) => dynamodb?.NewImage?.["changeId"]?.S ?? []);

/** Everything that a stream may do wrong, often. */
const badDay: Partial<StreamFaults> = {
  seed: 4,
  batchSize: 3,
  duplicate: 0.4,
  replay: 0.4,
  shuffle: 0.4,
  overtake: 0.3,
  stall: 0.2,
  stallMs: 20,
};

describe("a stream on a bad day", () => {
  const records = Array.from({ length: 30 }, (_, index) => recordOf({ changeId: { S: `c${index}` } }, index));
  const seenUnder = async (faults: Partial<StreamFaults>) => {
    const seen: string[] = [];
    const tally = await deliverWithFaults(
      records,
      async ({ Records }) => {
        seen.push(...changeIds(Records));
        return { batchItemFailures: [] };
      },
      faults,
    );
    return { seen, tally };
  };

  test("brings every record, some twice, some late, and the same way each time", async () => {
    const { seen, tally } = await seenUnder(badDay);
    expect(new Set(seen)).toEqual(new Set(changeIds(records)));
    expect(seen.length).toBeGreaterThan(35);
    for (const count of ["duplicates", "replays", "shuffles", "overtakings", "stalls"] as const)
      expect(tally[count]).toBeGreaterThan(0);
    expect((await seenUnder(badDay)).seen).toEqual(seen);
    expect((await seenUnder({ ...badDay, seed: 5 })).seen).not.toEqual(seen);
    expect((await seenUnder({})).seen).toEqual(changeIds(records));
  });

  test("brings a batch again from its first failure on, and gives up what fails too often", async () => {
    const batches: string[][] = [];
    const failing = async ({ Records }: DynamoDBStreamEvent) => {
      batches.push(changeIds(Records));
      return { batchItemFailures: [{ itemIdentifier: "3" }] };
    };
    const { givenUp, retries } = await deliverWithFaults(records.slice(0, 4), failing, { retries: 2 });
    expect(batches).toEqual([
      ["c0", "c1", "c2", "c3"],
      ["c2", "c3"],
      ["c2", "c3"],
    ]);
    expect([retries, changeIds(givenUp)]).toEqual([2, ["c2", "c3"]]);
  });

  test("brings a whole batch again that its handler threw at", async () => {
    let calls = 0;
    const throwing = async () => {
      calls += 1;
      if (calls === 1) throw new Error("no");
      return { batchItemFailures: [] };
    };
    expect((await deliverWithFaults(records.slice(0, 4), throwing)).batches).toBe(2);
  });
});

describe("the outbox", () => {
  /** Delivers the promised mails of a crowd. @returns each mail with how often SES took it */
  async function delivered(faults: Partial<SesFaults>, stream: Partial<StreamFaults>, shards = 1) {
    const { conferenceId } = await createConferenceWithFreeSeats(started.table);
    const records = (await journalOf(conferenceId)).filter(({ dynamodb }) => dynamodb?.NewImage?.["mails"]);
    const { port } = ses.address() as AddressInfo;
    proxy = await startSesProxy(`http://127.0.0.1:${port}`, faults);
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    // As many attempts as the function's own client makes.
    const client = createSesClient({ endpoint: proxy.endpoint, region: "local", credentials });
    const write = async ({ emailId }: QueuedEmail) => ({ raw: Buffer.from(emailId), to: emailId });
    const send = createSesSender(client, "palais");
    const giveUp = async () => {};
    const handler = handleMails(
      started.table,
      createDeliverer({ table: started.table, write, send, sendToDeadLetterQueue: giveUp }),
    );
    const each = Array.from({ length: shards }, (_, shard) =>
      deliverWithFaults(records, (event) => handler(event, context), { ...stream, seed: 4 + shard }),
    );
    const tallies = await Promise.all(each);
    const mails = (await Promise.all(changeIds(records).map((id) => loadQueuedEmails(started.table, id)))).flat();
    const counted = mails.map((mail) => ({ ...mail, times: taken.filter((to) => to === mail.emailId).length }));
    return { mails: counted, tallies };
  }

  test("sends each promised mail once, however often and in whatever order its change comes", async () => {
    const { mails, tallies } = await delivered({}, badDay, 2);
    expect(mails.length).toBeGreaterThan(5);
    expect(mails.map(({ times, status }) => [times, status.state])).toEqual(mails.map(() => [1, "sent"]));
    expect(tallies[0]?.replays).toBeGreaterThan(0);
  });

  test("SES throttles and breaks: what it didn't take is sent after a pause, once", async () => {
    const { mails } = await delivered({ throttle: 0.4, serverError: 0.1, seed: 2 }, {});
    expect(proxy?.tally.throttled).toBeGreaterThan(0);
    for (const { times, status } of mails) {
      expect(times).toBe(status.state === "sent" ? 1 : 0);
      expect(["sent", "claimed"]).toContain(status.state);
    }
  });

  test("SES took a mail and its answer got lost: a mail that went out twice is recorded as such", async () => {
    const { mails } = await delivered({ dropAnswer: 0.5, seed: 2 }, {});
    expect(proxy?.tally.dropped).toBeGreaterThan(0);
    const silent = mails.filter(({ times, status }) => times > 1 && status.state === "sent" && !status.possiblyTwice);
    expect(silent.map(({ times, status }) => [times, status])).toEqual([]);
  });
});

test("the line is served in order and to its end, though its events come twice, late, and in two shards", async () => {
  const { conferenceId, next, seated } = await createConferenceWithFreeSeats(started.table);
  const records = (await journalOf(conferenceId)).filter(({ dynamodb }) => dynamodb?.NewImage?.["waitingListMarker"]);
  const handler = handleLine(started.table);
  const bring = (seed: number) =>
    deliverWithFaults(records, (event) => handler(event, context), { ...badDay, seed, retries: 10 });
  const tallies = await Promise.all([bring(1), bring(2)]);
  expect(tallies.flatMap(({ givenUp }) => givenUp)).toEqual([]);
  expect(await seated()).toEqual(next);
  const { differences, seatsFreeWhileWaiting, seatsOverLimit } = await verifyCounters(started.table, conferenceId);
  expect({ differences, seatsFreeWhileWaiting, seatsOverLimit }).toEqual({
    differences: [],
    seatsFreeWhileWaiting: 0,
    seatsOverLimit: 0,
  });
});
